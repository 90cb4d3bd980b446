package dev.arcuate.engine.models;

import dev.arcuate.api.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;

/**
 * The requests. Redirections are followed by hand: the token is for the hub alone and goes to no
 * other server, and the first answer tells size and checksum of what another server then sends.
 */
final class HubClient {
  private static final int MOST_REDIRECTIONS = 5;
  private static final int ATTEMPTS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final URI endpoint;
  private final Optional<String> token;
  private final HttpClient http;

  HubClient(URI endpoint, Optional<String> token, ProxySelector proxy) {
    this.endpoint = endpoint;
    this.token = token;
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

  /** Fetches a small document. */
  void json(String path, HubModel model, Path target) throws IOException {
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

  /**
   * Fetches a file unless it is there already, going on with what an earlier attempt has left.
   *
   * @throws dev.arcuate.api.ProblemException {@code HUB_CHECKSUM} if it is not what the hub
   *     announced
   */
  void file(
      HubModel model, String commit, String file, Path target, BiConsumer<String, Long> progress)
      throws IOException {
    String path = "/" + model.id() + "/resolve/" + commit + "/" + file;
    Announced announced = persistently(model, path, () -> announced(model, path));
    Files.createDirectories(target.getParent());
    if (Files.exists(target) && Checksum.fits(target, announced.tag(), announced.size())) {
      return;
    }
    progress.accept(file, announced.size().orElse(-1));
    Path part = target.resolveSibling(target.getFileName() + "." + shortened(announced) + ".part");
    persistently(
        model,
        path,
        () -> {
          receive(model, path, announced, part);
          return part;
        });
    if (!Checksum.fits(part, announced.tag(), announced.size())) {
      long received = Files.size(part);
      Files.delete(part);
      throw Problem.data(
              "HUB_CHECKSUM",
              "'"
                  + file
                  + "' of hub:"
                  + model.id()
                  + " arrived damaged: "
                  + received
                  + " bytes do not have the checksum that the hub announced")
          .hint("try again; if it persists, a proxy may change what it passes on")
          .exception();
    }
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
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

  /** One attempt; what has arrived stays for the next. */
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
    return builder;
  }

  private URI at(String path) {
    return URI.create(endpoint + path.replace(" ", "%20"));
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
