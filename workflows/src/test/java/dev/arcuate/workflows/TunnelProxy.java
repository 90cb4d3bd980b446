package dev.arcuate.workflows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy on this machine that opens tunnels to whoever shows name and password, to one port of
 * this machine whatever host is asked for.
 */
final class TunnelProxy implements AutoCloseable {
  final List<String> tunnels = new CopyOnWriteArrayList<>();
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final String expected;
  private final int target;

  TunnelProxy(String nameAndPassword, int target) throws IOException {
    byte[] account = nameAndPassword.getBytes(StandardCharsets.UTF_8);
    this.expected = "Proxy-Authorization: Basic " + Base64.getEncoder().encodeToString(account);
    this.target = target;
    start(
        () -> {
          while (true) {
            Socket client = server.accept();
            start(() -> serve(client));
          }
        });
  }

  int port() {
    return server.getLocalPort();
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Until one side closes. */
  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // A side has closed.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private void serve(Socket client) throws IOException {
    // The client says nothing more before it is answered, so that nothing is lost in the reader.
    BufferedReader head =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    String request = head.readLine();
    boolean known = false;
    for (String line = head.readLine(); line != null && !line.isEmpty(); line = head.readLine()) {
      known |= line.equalsIgnoreCase(expected);
    }
    if (!known) {
      answer(client, "407 Who are you\r\nProxy-Authenticate: Basic realm=\"lab\"");
      client.close();
      return;
    }
    tunnels.add(request);
    Socket hub = new Socket(InetAddress.getLoopbackAddress(), target);
    answer(client, "200 Go on");
    start(() -> pass(hub, client));
    pass(client, hub);
  }

  private static void answer(Socket client, String status) throws IOException {
    String text = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n";
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void pass(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
