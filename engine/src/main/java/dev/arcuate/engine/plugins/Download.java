package dev.arcuate.engine.plugins;

import static dev.arcuate.engine.plugins.PluginCode.PLUGIN_DOWNLOAD_FAILED;

import dev.arcuate.api.ProblemException;
import dev.arcuate.engine.problem.IoReasons;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;

/** Fetches a file over the network; the only place in the engine that does. */
@FunctionalInterface
interface Download {
  /**
   * Fetches a file.
   *
   * @throws ProblemException {@code PLUGIN_DOWNLOAD_FAILED}
   */
  void fetch(URI address, Path target);

  /** Follows redirections, but none from https to http. */
  static void overHttp(URI address, Path target) {
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(20))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(5)).GET().build();
    try {
      HttpResponse<Path> response = client.send(request, BodyHandlers.ofFile(target));
      if (response.statusCode() != 200) {
        throw failed(address, "the server answered with status " + response.statusCode());
      }
    } catch (IOException e) {
      throw failed(address, reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("cancelled while downloading");
    }
  }

  private static String reason(IOException e) {
    if (e instanceof HttpTimeoutException) {
      return "the server did not answer in time";
    }
    if (e instanceof ConnectException) {
      return e.getCause() instanceof UnresolvedAddressException
          ? "the name of the server is not known"
          : "there is no connection to the server";
    }
    if (e instanceof SSLException) {
      return "the connection is not secure: " + e.getMessage();
    }
    return IoReasons.of(e);
  }

  private static ProblemException failed(URI address, String why) {
    return PLUGIN_DOWNLOAD_FAILED
        .problem(address + " cannot be downloaded: " + why)
        .hint("check the address and the connection, or download the file yourself and install it")
        .exception();
  }
}
