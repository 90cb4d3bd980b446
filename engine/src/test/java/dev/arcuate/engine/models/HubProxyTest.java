package dev.arcuate.engine.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fetching through a proxy. One on the way to an https address that lets us through is tested with
 * the command, since Java has to be told when it starts.
 */
class HubProxyTest {
  private static final byte[] WEIGHTS = new byte[5000];

  @TempDir Path folder;

  /** Answers whatever it is asked for, as a proxy does. */
  private LoopbackHub server;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackHub().file("model.safetensors", WEIGHTS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void goesThroughTheProxyThatTheEnvironmentNames() throws IOException {
    fetch(Map.of("HTTP_PROXY", server.address(), "NO_PROXY", "127.0.0.1"));
    assertThat(folder.resolve("tiny/model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(server.requests).contains("GET /api/models/lab/tiny/revision/main");
    assertThat(server.accountsAtStorage).isEmpty();
  }

  @Test
  void showsNameAndPasswordToTheProxyAlone() throws IOException {
    server.behind("ann:p@ss w\u00f6rd");
    fetch(Map.of("HTTP_PROXY", proxy("ann:p%40ss%20w%C3%B6rd@"), "NO_PROXY", "127.0.0.1"));
    assertThat(folder.resolve("tiny/model.safetensors")).hasBinaryContent(WEIGHTS);
    assertThat(server.accountsAtStorage).isEmpty();
  }

  @Test
  void saysWhatTheProxyWants() {
    server.behind("ann:secret");
    Refused.with("proxy-wants-password", () -> fetch(Map.of("HTTP_PROXY", proxy(""))));
    Refused.with("proxy-refuses-password", () -> fetch(Map.of("http_proxy", proxy("ann:wrong@"))));
    assertThat(server.requests).as("each asked once").hasSize(2);
  }

  @Test
  void saysSoWhereJavaKeepsThePasswordToItself() throws IOException {
    try (ServerSocket tunnels = refusing("Basic realm=\"lab\"")) {
      Refused.with("proxy-password-kept-back", () -> fetch(through(tunnels, "ann:secret@")));
    }
    try (ServerSocket tunnels = refusing("Negotiate")) {
      Refused.with("proxy-wants-something-else", () -> fetch(through(tunnels, "")));
    }
  }

  private static Map<String, String> through(ServerSocket tunnels, String account) {
    return Map.of(
        "HF_ENDPOINT",
        "https://hub.invalid",
        "HTTPS_PROXY",
        "http://" + account + "127.0.0.1:" + tunnels.getLocalPort());
  }

  @Test
  void refusesWhatIsNoProxyWithoutShowingIt() {
    for (String wrong : List.of("socks5://ann:secret@proxy:1080", "http://ann:sec ret@proxy")) {
      Refused.with("proxy-address", () -> fetch(Map.of("HTTP_PROXY", wrong)));
    }
    assertThat(server.requests).isEmpty();
  }

  @Test
  void hostsWithoutProxyAreReachedDirectly() {
    EnvironmentProxy proxy =
        new EnvironmentProxy(
            Map.of("https_proxy", "ann:secret@proxy:8080", "no_proxy", ".lab.org, local"));
    for (String direct : List.of("https://a.lab.org/x", "https://local/x")) {
      assertThat(proxy.select(URI.create(direct))).containsExactly(Proxy.NO_PROXY);
      assertThat(proxy.authorization(URI.create(direct))).isEmpty();
    }
    URI through = URI.create("https://b.org/x");
    assertThat(proxy.select(through).get(0).toString()).contains("proxy").contains("8080");
    assertThat(proxy.authorization(through)).hasValue("Basic YW5uOnNlY3JldA==");
    assertThat(proxy.authorization(URI.create("http://b.org/x"))).isEmpty();
  }

  private String proxy(String account) {
    return server.address().replace("http://", "http://" + account);
  }

  private void fetch(Map<String, String> environment) throws IOException {
    Map<String, String> all = new HashMap<>(Map.of("HF_ENDPOINT", "http://hub.invalid"));
    all.putAll(environment);
    new Hub(all, false)
        .fetch(
            HubModel.parse("hub:lab/tiny"), List.of(), folder.resolve("tiny"), (file, bytes) -> {})
        .publish();
  }

  /** A proxy that opens no tunnel. */
  private static ServerSocket refusing(String challenge) throws IOException {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread answers =
        new Thread(
            () -> {
              try (Socket asked = server.accept()) {
                asked.getInputStream().read(new byte[8192]);
                String answer =
                    "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: "
                        + challenge
                        + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                asked.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
              } catch (IOException e) {
                // The test has ended.
              }
            });
    answers.setDaemon(true);
    answers.start();
    return server;
  }
}
