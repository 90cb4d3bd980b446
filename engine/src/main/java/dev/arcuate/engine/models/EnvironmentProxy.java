package dev.arcuate.engine.models;

import dev.arcuate.api.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxy that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, as other tools
 * read them, with a name and a password where these stand before its host; Java itself knows only
 * system properties, which count where these are not set.
 */
final class EnvironmentProxy extends ProxySelector {
  private static final int USUAL_PORT = 80;

  private final Map<String, String> environment;

  EnvironmentProxy(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * A proxy as a variable names it.
   *
   * @param account name and password with a colon between them
   */
  private record Named(String host, int port, Optional<String> account) {}

  @Override
  public List<Proxy> select(URI address) {
    Optional<Named> proxy = named(address);
    if (proxy.isEmpty()) {
      ProxySelector usual = ProxySelector.getDefault();
      return usual == null ? List.of(Proxy.NO_PROXY) : usual.select(address);
    }
    if (without(address.getHost())) {
      return List.of(Proxy.NO_PROXY);
    }
    return List.of(
        new Proxy(
            Proxy.Type.HTTP,
            InetSocketAddress.createUnresolved(proxy.get().host(), proxy.get().port())));
  }

  /**
   * What a request shows to the proxy on its way. It is shown unasked: of a password that is named
   * for a proxy, nothing is gained by waiting to be asked for it.
   *
   * @throws dev.arcuate.api.ProblemException {@code HUB_PROXY} for a variable that names none
   */
  Optional<String> authorization(URI address) {
    return named(address)
        .filter(proxy -> !without(address.getHost()))
        .flatMap(Named::account)
        .map(account -> account.getBytes(StandardCharsets.UTF_8))
        .map(account -> "Basic " + Base64.getEncoder().encodeToString(account));
  }

  /**
   * Why a proxy lets nobody through.
   *
   * @param asked how it wants to be shown who asks: values of its header Proxy-Authenticate
   */
  Problem refusal(URI address, List<String> asked) {
    String variable = variableOf(address);
    boolean basic =
        asked.isEmpty()
            || asked.stream().anyMatch(way -> way.toLowerCase(Locale.ROOT).startsWith("basic"));
    if (!basic) {
      return Problem.user(
              "HUB_PROXY",
              "the proxy wants to be shown who asks in a way that Arcuate does not know: "
                  + String.join(", ", asked.stream().map(way -> way.split(" ", 2)[0]).toList()))
          .hint("fetch the files by other means and add their folder: arcuate models add PATH");
    }
    if (authorization(address).isEmpty()) {
      return Problem.user("HUB_PROXY", "the proxy asks for a name and a password")
          .hint("write " + variable + "=http://NAME:PASSWORD@HOST:PORT, signs such as @ as %40");
    }
    boolean kept =
        address.getScheme().equals("https")
            && System.getProperty(Hub.KEPT_FROM_TUNNELS, "Basic")
                .toLowerCase(Locale.ROOT)
                .contains("basic");
    return kept
        ? Problem.user(
                "HUB_PROXY",
                "the proxy asks for the name and the password in "
                    + variable
                    + ", which this Java keeps to itself on the way to an https address")
            .hint("start Java with -D" + Hub.KEPT_FROM_TUNNELS + "=")
        : Problem.user(
                "HUB_PROXY", "the proxy does not accept the name and the password in " + variable)
            .hint("check them; signs such as @ are written as %40");
  }

  private Optional<Named> named(URI address) {
    return variable(address.getScheme() + "_proxy").map(text -> named(text, variableOf(address)));
  }

  /** Says nothing of the text itself, which may hold a password. */
  private static Named named(String text, String variable) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
        return new Named(
            uri.getHost(),
            uri.getPort() < 0 ? USUAL_PORT : uri.getPort(),
            Optional.ofNullable(uri.getUserInfo()));
      }
    } catch (URISyntaxException e) {
      // Its message would show the text.
    }
    throw Problem.user("HUB_PROXY", variable + " is not the address of an http proxy")
        .hint("write http://HOST:PORT or http://NAME:PASSWORD@HOST:PORT, signs such as @ as %40")
        .exception();
  }

  private static String variableOf(URI address) {
    return address.getScheme().toUpperCase(Locale.ROOT) + "_PROXY";
  }

  private boolean without(String host) {
    for (String name : variable("no_proxy").orElse("").split(",", -1)) {
      String suffix = name.strip().replaceFirst("^\\*?\\.", "");
      boolean inside = host.equals(suffix) || host.endsWith("." + suffix);
      if (suffix.equals("*") || (!suffix.isEmpty() && inside)) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> variable(String name) {
    String lower = environment.get(name);
    String value = lower == null ? environment.get(name.toUpperCase(Locale.ROOT)) : lower;
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
    // The request that failed says so.
  }
}
