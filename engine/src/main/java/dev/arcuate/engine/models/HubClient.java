package dev.arcuate.engine.models;

import dev.arcuate.api.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The requests. Redirections are followed by hand: the token is for the hub alone and goes to no
 * other server, and the first answer tells size and checksum of what another server then sends.
 */
final class HubClient {
  private static final int MOST_REDIRECTIONS = 5;
  private static final int ATTEMPTS = 5;
  private static final int PROXY_REFUSES = 407;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final URI endpoint;
  private final Optional<String> token;
  private final EnvironmentProxy proxy;
  private final HttpClient http;

  HubClient(URI endpoint, Optional<String> token, EnvironmentProxy proxy) {
    this.endpoint = endpoint;
    this.token = token;
    this.proxy = proxy;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(proxy)
            .build();
  }

  /**
   * What is said of a file before it is sent.
   *
   * @param address that sends it
   * @param tag SHA-256 or git's SHA-1 of its content
   */
  private record Announced(URI address, String tag, OptionalLong size) {}

  /** Fetches what the hub says of a model. */
  void description(HubModel model, Path target) throws IOException {
    String path = "/api/models/" + model.id() + "/revision/" + segment(model.revision());
    persistently(
        model,
        path,
        () -> {
          HttpResponse<InputStream> response =
              followed(request(at(path)).GET(), model, path).response();
          try (InputStream body = response.body()) {
            Files.copy(body, target, StandardCopyOption.REPLACE_EXISTING);
          }
          return target;
        });
  }

  private interface Attempt<T> {
    T run() throws IOException;
  }

  /** A server that is busy or a connection that breaks gets further chances. */
  private <T> T persistently(HubModel model, String path, Attempt<T> attempt) {
    for (int count = 1; ; count++) {
      try {
        return attempt.run();
      } catch (IOException e) {
        if (count == ATTEMPTS) {
          throw failed(model, path, reason(e)).exception(e);
        }
      }
    }
  }

  /** A file of a model at one commit, or at whatever else the hub takes for one. */
  record Wanted(HubModel model, String commit, String file) {
    String path() {
      String inside =
          Arrays.stream(file.split("/", -1))
              .map(HubClient::segment)
              .collect(Collectors.joining("/"));
      return "/" + model.id() + "/resolve/" + segment(commit) + "/" + inside;
    }
  }

  /**
   * Fetches a file unless it is there already, going on with what an earlier attempt has left.
   *
   * @param earlier where a file of an earlier commit may lie, which may be the same
   * @throws dev.arcuate.api.ProblemException {@code HUB_CHECKSUM} if it is not what the hub
   *     announced
   */
  void file(Wanted wanted, Path target, Path earlier, BiConsumer<String, Long> progress)
      throws IOException {
    Files.createDirectories(target.getParent());
    String path = wanted.path();
    persistently(wanted.model(), path, () -> fetch(wanted, target, earlier, progress));
  }

  /** One attempt: the file may have become another since the last one. */
  private Path fetch(Wanted wanted, Path target, Path earlier, BiConsumer<String, Long> progress)
      throws IOException {
    Announced announced = announced(wanted.model(), wanted.path());
    if (Checksum.proves(target, announced.tag(), announced.size())) {
      return target;
    }
    if (Checksum.proves(earlier, announced.tag(), announced.size())) {
      return Files.copy(earlier, target, StandardCopyOption.REPLACE_EXISTING);
    }
    Path part = target.resolveSibling(target.getFileName() + "." + shortened(announced) + ".part");
    progress.accept(wanted.file(), announced.size().orElse(-1));
    receive(wanted.model(), wanted.path(), announced, part);
    if (!Checksum.fits(part, announced.tag(), announced.size())) {
      long received = Files.size(part);
      Files.delete(part);
      throw Problem.data(
              "HUB_CHECKSUM",
              "'"
                  + wanted.file()
                  + "' of hub:"
                  + wanted.model().id()
                  + " arrived damaged: "
                  + received
                  + " bytes do not have the checksum that the hub announced")
          .hint("try again; if it persists, a proxy may change what it passes on")
          .exception();
    }
    return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
  }

  /** As one step of a path: a revision may hold slashes. */
  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String shortened(Announced announced) {
    String tag = announced.tag().replaceAll("[^0-9A-Za-z]", "");
    return tag.substring(0, Math.min(16, tag.length()));
  }

  private Announced announced(HubModel model, String path) throws IOException {
    Followed last =
        followed(
            request(at(path)).method("HEAD", HttpRequest.BodyPublishers.noBody()), model, path);
    HttpHeaders first = last.first();
    HttpHeaders end = last.response().headers();
    String tag =
        first
            .firstValue("x-linked-etag")
            .or(() -> first.firstValue("etag"))
            .or(() -> end.firstValue("etag"))
            .orElse("");
    OptionalLong linked = first.firstValueAsLong("x-linked-size");
    return new Announced(
        last.address(),
        tag.replaceFirst("^W/", "").replace("\"", ""),
        linked.isPresent() ? linked : end.firstValueAsLong("content-length"));
  }

  /** What has arrived stays for the next attempt. */
  private void receive(HubModel model, String path, Announced announced, Path part)
      throws IOException {
    long have = Files.exists(part) ? Files.size(part) : 0;
    if (announced.size().isPresent() && have >= announced.size().getAsLong() && have > 0) {
      return;
    }
    // Addresses of other servers expire: each attempt asks the hub for a new one.
    HttpRequest.Builder request = request(at(path)).GET();
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpResponse<InputStream> response = followed(request, model, path).response();
    boolean continued = response.statusCode() == 206;
    try (InputStream body = response.body();
        OutputStream out =
            continued
                ? Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                : Files.newOutputStream(part)) {
      body.transferTo(out);
    }
    long received = Files.size(part);
    if (announced.size().isPresent() && received < announced.size().getAsLong()) {
      throw new IOException(
          "the connection ended after "
              + received
              + " of "
              + announced.size().getAsLong()
              + " bytes");
    }
  }

  /**
   * The end of a chain of redirections.
   *
   * @param first headers of the first answer
   */
  private record Followed(URI address, HttpHeaders first, HttpResponse<InputStream> response) {}

  private Followed followed(HttpRequest.Builder builder, HubModel model, String path)
      throws IOException {
    HttpRequest request = builder.build();
    HttpHeaders first = null;
    for (int hop = 0; hop <= MOST_REDIRECTIONS; hop++) {
      HttpResponse<InputStream> response = send(request, model, path);
      first = first == null ? response.headers() : first;
      Optional<String> location = response.headers().firstValue("location");
      int status = response.statusCode();
      if (status / 100 != 3 || location.isEmpty()) {
        if (status == PROXY_REFUSES) {
          List<String> asked = response.headers().allValues("proxy-authenticate");
          throw proxy.refusal(request.uri(), asked).exception();
        }
        requireSuccess(status, model, path);
        return new Followed(request.uri(), first, response);
      }
      response.body().close();
      URI next = request.uri().resolve(location.get());
      if (request.uri().getScheme().equals("https") && !next.getScheme().equals("https")) {
        throw failed(model, path, "it leads from https to http").exception();
      }
      request = elsewhere(request, next);
    }
    throw failed(model, path, "it leads on and on").exception();
  }

  /** The same request to another address, with the token only if that is the hub itself. */
  private HttpRequest elsewhere(HttpRequest request, URI next) {
    HttpRequest.Builder builder = request(next);
    request.headers().firstValue("Range").ifPresent(range -> builder.header("Range", range));
    return builder.method(request.method(), HttpRequest.BodyPublishers.noBody()).build();
  }

  private HttpRequest.Builder request(URI address) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(address).timeout(PATIENCE).header("User-Agent", "arcuate");
    boolean own =
        address.getAuthority().equals(endpoint.getAuthority())
            && address.getScheme().equals(endpoint.getScheme());
    if (own) {
      token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
    }
    // Java takes it out again where the request goes to its server directly or through a tunnel.
    proxy.authorization(address).ifPresent(shown -> builder.header("Proxy-Authorization", shown));
    return builder;
  }

  private URI at(String path) {
    return URI.create(endpoint + path);
  }

  private HttpResponse<InputStream> send(HttpRequest request, HubModel model, String path)
      throws IOException {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (java.net.ConnectException e) {
      throw failed(model, path, "there is no connection to " + request.uri().getHost())
          .exception(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("cancelled while downloading");
    }
  }

  private void requireSuccess(int status, HubModel model, String path) throws IOException {
    if (status / 100 == 2) {
      return;
    }
    if (status == 401 || status == 403) {
      throw Problem.user(
              "HUB_FORBIDDEN",
              "hub:"
                  + model.id()
                  + (token.isPresent()
                      ? " is not open to the holder of the token in HF_TOKEN"
                      : " does not exist or is not open to everybody"))
          .hint(
              "check its name; for a model with conditions, accept them on its page and set HF_TOKEN"
                  + " in the environment")
          .exception();
    }
    if (status == 404) {
      throw Problem.user(
              "HUB_NOT_FOUND",
              "hub:" + model.id() + "@" + model.revision() + " does not exist, or lacks " + path)
          .hint("check name and revision")
          .exception();
    }
    if (status == 429 || status >= 500) {
      throw new IOException("the server answered with status " + status);
    }
    throw failed(model, path, "the server answered with status " + status).exception();
  }

  private static String reason(IOException e) {
    return e instanceof java.net.http.HttpTimeoutException
        ? "the server did not answer in time"
        : String.valueOf(e.getMessage());
  }

  private static Problem failed(HubModel model, String path, String why) {
    return Problem.resource(
            "HUB_FAILED", "hub:" + model.id() + " cannot be fetched: " + why + " (" + path + ")")
        .hint("check the connection and try again: what has arrived is kept");
  }
}
