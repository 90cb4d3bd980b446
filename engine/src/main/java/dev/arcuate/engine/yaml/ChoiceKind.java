package dev.arcuate.engine.yaml;

import dev.arcuate.engine.problem.DidYouMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the constants of an enum, in kebab-case. */
record ChoiceKind(Map<String, Object> constants) implements ScalarKind {

  static ChoiceKind of(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(name(constant), constant);
    }
    return new ChoiceKind(constants);
  }

  private static String name(Object constant) {
    return Kebab.ofConstant(((Enum<?>) constant).name());
  }

  @Override
  public String words() {
    List<String> names = new ArrayList<>(constants.keySet());
    if (names.size() < 2) {
      return String.join("", names);
    }
    String last = names.remove(names.size() - 1);
    return String.join(", ", names) + " or " + last;
  }

  @Override
  public Optional<Object> parse(String name, Node.Scalar scalar, Binding binding) {
    Object constant = constants.get(scalar.text());
    if (constant != null) {
      return Optional.of(constant);
    }
    String message = message(name, scalar);
    return DidYouMean.nearest(scalar.text(), constants.keySet())
        .map(near -> "did you mean '" + near + "'?")
        .map(hint -> binding.refuse(YamlCode.NOT_ONE_OF, scalar, message, hint))
        .orElseGet(() -> binding.refuse(YamlCode.NOT_ONE_OF, scalar, message));
  }

  @Override
  public Optional<Object> toJson(Object value) {
    return Optional.of(name(value));
  }

  @Override
  public Map<String, Object> schema() {
    return Schemas.orReference(Schemas.of("enum", List.copyOf(constants.keySet())));
  }
}
