package dev.arcuate.workflows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** A model hub on this machine with one model, {@code lab/tiny}: the files of a folder. */
final class FolderHub implements AutoCloseable {
  static final String COMMIT = "89abcdef0123456789abcdef0123456789abcdef";

  final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Path folder;

  /**
   * @param tls for an https address
   */
  FolderHub(Path folder, Optional<SSLContext> tls) throws IOException {
    this.folder = folder;
    InetSocketAddress place = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls.isPresent()) {
      HttpsServer secure = HttpsServer.create(place, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls.get()));
      server = secure;
    } else {
      server = HttpServer.create(place, 0);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String files = "/lab/tiny/resolve/" + COMMIT + "/";
    requests.add(exchange.getRequestMethod() + " " + path);
    try (exchange) {
      if (path.equals("/api/models/lab/tiny/revision/v1")) {
        send(exchange, description().getBytes(StandardCharsets.UTF_8));
      } else if (path.startsWith(files)) {
        byte[] content = Files.readAllBytes(folder.resolve(path.substring(files.length())));
        exchange.getResponseHeaders().set("ETag", "\"" + sha256(content) + "\"");
        send(exchange, content);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private String description() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      String siblings =
          files
              .map(file -> "{\"rfilename\": \"" + file.getFileName() + "\"}")
              .collect(Collectors.joining(", "));
      return "{\"sha\": \"%s\", \"tags\": [\"license:apache-2.0\"], \"siblings\": [%s]}"
          .formatted(COMMIT, siblings);
    }
  }

  private static void send(HttpExchange exchange, byte[] content) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, content.length);
    exchange.getResponseBody().write(content);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
