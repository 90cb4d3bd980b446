package dev.arcuate.engine.models;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The proxy that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, as other tools
 * read them; Java itself knows only system properties, which count where these are not set.
 */
final class EnvironmentProxy extends ProxySelector {
  private final Map<String, String> environment;

  EnvironmentProxy(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Proxy> select(URI address) {
    String host = address.getHost();
    Optional<URI> proxy = variable(address.getScheme() + "_proxy").map(EnvironmentProxy::uri);
    if (proxy.isEmpty()) {
      ProxySelector usual = ProxySelector.getDefault();
      return usual == null ? List.of(Proxy.NO_PROXY) : usual.select(address);
    }
    if (without(host)) {
      return List.of(Proxy.NO_PROXY);
    }
    int port = proxy.get().getPort() < 0 ? 80 : proxy.get().getPort();
    return List.of(
        new Proxy(
            Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.get().getHost(), port)));
  }

  private static URI uri(String text) {
    return URI.create(text.contains("://") ? text : "http://" + text);
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
