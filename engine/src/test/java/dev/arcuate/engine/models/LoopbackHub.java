package dev.arcuate.engine.models;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * A hub on this machine: descriptions and small files itself, large files on a second server that
 * it leads to, as the hub and its storage do.
 */
final class LoopbackHub implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  /** As they stand in a path: a slash within one would be the end of it. */
  private static final Set<String> REVISIONS = Set.of("main", "v1.0", "refs%2Fpr%2F1");

  private static final String DESCRIPTIONS = "/api/models/lab/tiny/revision/";
  private static final String FILES = "/lab/tiny/resolve/" + COMMIT + "/";
  private static final int LARGE = 1000;

  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> tokensAtStorage = new CopyOnWriteArrayList<>();
  final List<String> accountsAtStorage = new CopyOnWriteArrayList<>();
  private final HttpServer hub;
  private final HttpServer storage;
  private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
  private String licence = "mit";
  private String token = "";
  private volatile int breakAfter = Integer.MAX_VALUE;
  private volatile boolean breaking;
  private volatile String damaged = "";
  private volatile Runnable onBreak = () -> {};
  private String account = "";
  private final java.util.concurrent.atomic.AtomicInteger busy =
      new java.util.concurrent.atomic.AtomicInteger();

  LoopbackHub() throws IOException {
    hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hub.createContext("/", this::answer);
    storage.createContext("/", this::store);
    hub.start();
    storage.start();
  }

  LoopbackHub file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  /** Answers nobody who does not show it. */
  LoopbackHub gated(String secret) {
    token = secret;
    return this;
  }

  LoopbackHub unlicensed() {
    licence = "";
    return this;
  }

  /** Is a proxy, too, and lets nobody through who does not show these. */
  LoopbackHub behind(String nameAndPassword) {
    account = nameAndPassword;
    return this;
  }

  /** The next transfer of a large file ends after so many bytes. */
  void breakAfter(int bytes) {
    breakAfter = bytes;
    breaking = false;
  }

  /** Every transfer of a large file ends after so many bytes. */
  void alwaysBreakAfter(int bytes) {
    breakAfter = bytes;
    breaking = true;
  }

  /** When a transfer has ended too early, so that the next one finds something else. */
  void onBreak(Runnable change) {
    onBreak = change;
  }

  /** A file arrives with one byte changed. */
  void damage(String file) {
    damaged = file;
  }

  /** How many answers had the content of a file. */
  long contents() {
    return requests.stream().filter(request -> request.matches("GET (/cache/|storage ).*")).count();
  }

  /** So many requests are answered with 503. */
  void busy(int times) {
    busy.set(times);
  }

  String address() {
    return "http://127.0.0.1:" + hub.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    try (exchange) {
      String shown = exchange.getRequestHeaders().getFirst("Authorization");
      if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        exchange.sendResponseHeaders(503, -1);
      } else if (!account.isEmpty() && !passes(exchange)) {
        exchange.getResponseHeaders().set("Proxy-Authenticate", "Basic realm=\"lab\"");
        exchange.sendResponseHeaders(407, -1);
      } else if (!token.isEmpty() && !("Bearer " + token).equals(shown)) {
        exchange.sendResponseHeaders(shown == null ? 401 : 403, -1);
      } else if (path.startsWith(DESCRIPTIONS)
          && REVISIONS.contains(path.substring(DESCRIPTIONS.length()))) {
        describe(exchange);
      } else if (path.startsWith(FILES)) {
        resolve(exchange, path.substring(FILES.length()));
      } else if (path.startsWith("/cache/")) {
        send(exchange, content(plain(path.substring("/cache/".length()))), Integer.MAX_VALUE);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private boolean passes(HttpExchange exchange) {
    String basic = Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8));
    return ("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
  }

  /** As it arrives. */
  private byte[] content(String name) {
    byte[] content = files.get(name).clone();
    if (damaged.equals(name)) {
      content[content.length / 2]++;
    }
    return content;
  }

  private void describe(HttpExchange exchange) throws IOException {
    String siblings =
        files.keySet().stream()
            .map(name -> "{\"rfilename\": \"" + name + "\"}")
            .collect(Collectors.joining(", "));
    String card = licence.isEmpty() ? "{}" : "{\"license\": \"" + licence + "\"}";
    String json =
        "{\"sha\": \"%s\", \"cardData\": %s, \"siblings\": [%s]}".formatted(COMMIT, card, siblings);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private static String plain(String escaped) {
    return URI.create(escaped).getPath();
  }

  private void resolve(HttpExchange exchange, String name) throws IOException {
    byte[] content = files.get(plain(name));
    Headers headers = exchange.getResponseHeaders();
    if (content == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    headers.set("X-Repo-Commit", COMMIT);
    if (content.length < LARGE) {
      headers.set("ETag", "\"" + gitSha1(content) + "\"");
      headers.set("Location", "/cache/" + name);
      exchange.sendResponseHeaders(307, -1);
      return;
    }
    headers.set("X-Linked-Etag", "\"" + hex("SHA-256", content) + "\"");
    headers.set("X-Linked-Size", Integer.toString(content.length));
    headers.set("ETag", "\"of-the-redirection\"");
    headers.set("Location", "http://127.0.0.1:" + storage.getAddress().getPort() + "/blob/" + name);
    exchange.sendResponseHeaders(302, -1);
  }

  private void store(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring("/blob/".length());
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(
        exchange.getRequestMethod() + " storage " + name + (range == null ? "" : " " + range));
    String shown = exchange.getRequestHeaders().getFirst("Authorization");
    if (shown != null) {
      tokensAtStorage.add(shown);
    }
    if (exchange.getRequestHeaders().containsKey("Proxy-Authorization")) {
      accountsAtStorage.add(name);
    }
    int most = breakAfter;
    if (exchange.getRequestMethod().equals("GET") && !breaking) {
      breakAfter = Integer.MAX_VALUE;
    }
    try (exchange) {
      send(exchange, content(name), most);
    }
  }

  private void send(HttpExchange exchange, byte[] content, int most) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    if (from >= content.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
    OutputStream body = exchange.getResponseBody();
    int count = Math.min(content.length - from, most);
    body.write(content, from, count);
    body.flush();
    if (count < content.length - from) {
      onBreak.run();
      throw new IOException("the connection breaks");
    }
  }

  static String hex(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String gitSha1(byte[] content) {
    byte[] header = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] all = java.util.Arrays.copyOf(header, header.length + content.length);
    System.arraycopy(content, 0, all, header.length, content.length);
    return hex("SHA-1", all);
  }

  @Override
  public void close() {
    hub.stop(0);
    storage.stop(0);
  }
}
