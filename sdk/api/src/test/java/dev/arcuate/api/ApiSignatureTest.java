package dev.arcuate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares what a plugin can see of this module with {@code api.txt}, the list of it that stands in
 * the repository. A plugin compiled last month must link this month, so a line that disappears is a
 * decision and never an accident; a line that appears is a promise, and is recorded by writing the
 * file anew.
 */
class ApiSignatureTest {
  private static final String UPDATE = "mvn test -pl sdk/api -am -Darcuate.api.update=true";

  private static final Path BASELINE =
      Path.of(System.getProperty("arcuate.basedir", ""), "api.txt").toAbsolutePath();

  @Test
  void aPluginSeesWhatApiTxtLists() throws IOException {
    List<String> now = signatures();
    assertThat(now).as("public types of this module").isNotEmpty();

    if (Boolean.getBoolean("arcuate.api.update")) {
      Files.writeString(BASELINE, text(now));
      return;
    }
    if (!Files.exists(BASELINE)) {
      fail("sdk/api/api.txt is missing. Write it with: " + UPDATE);
    }

    List<String> recorded = entries(Files.readAllLines(BASELINE));
    Set<String> gone = new LinkedHashSet<>(recorded);
    gone.removeAll(Set.copyOf(now));
    Set<String> added = new LinkedHashSet<>(now);
    added.removeAll(Set.copyOf(recorded));

    if (!gone.isEmpty()) {
      fail(
          "This breaks plugins that were compiled earlier (- recorded, + now):\n"
              + diff(gone, added)
              + "Keep what is gone and deprecate it for one minor release. If the break is intended, write it\n"
              + "in CHANGELOG.md and record it with: "
              + UPDATE);
    }
    if (!added.isEmpty()) {
      fail(
          "These are new for plugins, and will have to stay:\n"
              + diff(gone, added)
              + "An abstract method among them breaks those who implement its type. If each line is meant to\n"
              + "be seen by plugins, record it with: "
              + UPDATE);
    }
  }

  private static String diff(Set<String> gone, Set<String> added) {
    Set<String> lines = new TreeSet<>();
    gone.forEach(line -> lines.add(line + "\0-"));
    added.forEach(line -> lines.add(line + "\0+"));
    return lines.stream()
        .map(
            line ->
                "  "
                    + line.charAt(line.length() - 1)
                    + " "
                    + line.substring(0, line.length() - 2)
                    + "\n")
        .collect(Collectors.joining());
  }

  // One entry is a type, or a type and one of its members; in the file the members stand below
  // their type.

  private static final String MEMBER = " :: ";

  private static String text(List<String> entries) {
    StringBuilder text =
        new StringBuilder(
            "# All that a plugin can see of arcuate-api. Written by: " + UPDATE + "\n");
    for (String entry : entries) {
      int member = entry.indexOf(MEMBER);
      text.append(member < 0 ? "\n" + entry : "    " + entry.substring(member + MEMBER.length()))
          .append('\n');
    }
    return text.toString();
  }

  private static List<String> entries(List<String> lines) {
    List<String> entries = new ArrayList<>();
    String type = "";
    for (String line : lines) {
      if (line.startsWith("    ")) {
        entries.add(nameIn(type) + MEMBER + line.strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        type = line;
        entries.add(line);
      }
    }
    return entries;
  }

  private static String nameIn(String header) {
    return header.substring(0, header.indexOf(": "));
  }

  private static List<String> signatures() throws IOException {
    List<String> entries = new ArrayList<>();
    for (Class<?> type : visibleTypes()) {
      entries.add(header(type));
      for (String member : members(type)) {
        entries.add(type.getName() + MEMBER + member);
      }
    }
    return entries;
  }

  private static List<Class<?>> visibleTypes() throws IOException {
    Path classes = classesFolder();
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString().replace('\\', '/'))
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .<Class<?>>map(ApiSignatureTest::load)
          .filter(ApiSignatureTest::isVisible)
          .toList();
    }
  }

  private static Path classesFolder() {
    try {
      return Path.of(Component.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ApiSignatureTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    if (type.isSynthetic() || type.isAnonymousClass() || type.isLocalClass()) {
      return false;
    }
    Class<?> outer = type.getDeclaringClass();
    return isVisible(type.getModifiers(), outer) && (outer == null || isVisible(outer));
  }

  /** A protected member is visible to those who can extend its type. */
  private static boolean isVisible(int modifiers, Class<?> owner) {
    return Modifier.isPublic(modifiers)
        || (Modifier.isProtected(modifiers)
            && owner != null
            && !Modifier.isFinal(owner.getModifiers())
            && !owner.isSealed());
  }

  private static String header(Class<?> type) {
    StringBuilder header = new StringBuilder(type.getName()).append(": ").append(deprecation(type));
    int modifiers = type.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED);
    header.append(Modifier.toString(modifiers)).append(' ');
    if (type.isSealed()) {
      header.append("sealed ");
    }
    if (type.isAnnotation()) {
      header.append("@interface");
    } else if (type.isInterface()) {
      header.append("interface");
    } else if (type.isEnum()) {
      header.append("enum");
    } else if (type.isRecord()) {
      header.append("record");
    } else {
      header.append(Modifier.toString(type.getModifiers() & (Modifier.ABSTRACT | Modifier.FINAL)));
      header.append(header.charAt(header.length() - 1) == ' ' ? "class" : " class");
    }
    header.append(list(" <", type.getTypeParameters(), ApiSignatureTest::bounded, ">"));
    if (type.isRecord()) {
      header
          .append(" (")
          .append(
              Arrays.stream(type.getRecordComponents())
                  .map(
                      component ->
                          component.getGenericType().getTypeName() + " " + component.getName())
                  .collect(Collectors.joining(", ")))
          .append(')');
    }
    Type parent = type.getGenericSuperclass();
    if (parent != null && parent != Object.class && !type.isRecord() && !type.isEnum()) {
      header.append(" extends ").append(parent.getTypeName());
    }
    if (!type.isAnnotation()) {
      String verb = type.isInterface() ? " extends " : " implements ";
      header.append(list(verb, type.getGenericInterfaces(), Type::getTypeName, ""));
    }
    if (type.isSealed()) {
      Class<?>[] permitted = type.getPermittedSubclasses();
      Arrays.sort(permitted, Comparator.comparing(Class::getName));
      header.append(list(" permits ", permitted, Class::getName, ""));
    }
    return header.toString().replace("java.lang.", "");
  }

  private static String bounded(TypeVariable<?> variable) {
    List<String> bounds =
        Arrays.stream(variable.getBounds())
            .filter(bound -> bound != Object.class)
            .map(Type::getTypeName)
            .toList();
    return variable.getName() + (bounds.isEmpty() ? "" : " extends " + String.join(" & ", bounds));
  }

  private static <T> String list(
      String before, T[] items, Function<? super T, String> text, String after) {
    return items.length == 0
        ? ""
        : Arrays.stream(items).map(text).collect(Collectors.joining(", ", before, after));
  }

  private static List<String> members(Class<?> type) {
    List<String> constants = new ArrayList<>();
    Set<String> others = new TreeSet<>();
    for (Class<?> owner : owners(type)) {
      for (Field field : owner.getDeclaredFields()) {
        if (isListed(field, owner)) {
          (field.isEnumConstant() ? constants : others).add(signature(field));
        }
      }
      for (Method method : owner.getDeclaredMethods()) {
        if (isListed(method, owner) && !isOfEveryObject(method) && !isOfEveryEnum(method)) {
          others.add(signature(method));
        }
      }
    }
    Arrays.stream(type.getDeclaredConstructors())
        .filter(constructor -> isListed(constructor, type))
        .map(constructor -> deprecation(constructor) + plain(constructor.toGenericString(), type))
        .forEach(others::add);

    List<String> members = new ArrayList<>(constants);
    members.addAll(others);
    return members;
  }

  /** The type, and supertypes that a plugin cannot name but whose members it inherits. */
  private static List<Class<?>> owners(Class<?> type) {
    List<Class<?>> owners = new ArrayList<>(List.of(type));
    Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
        .filter(parent -> parent.getName().startsWith("dev.arcuate.") && !isVisible(parent))
        .forEach(parent -> owners.addAll(owners(parent)));
    return owners;
  }

  private static boolean isListed(Member member, Class<?> owner) {
    return !member.isSynthetic() && isVisible(member.getModifiers(), owner);
  }

  private static boolean isOfEveryObject(Method method) {
    return switch (method.getName()) {
      case "hashCode", "toString" -> method.getParameterCount() == 0;
      case "equals" -> Arrays.equals(method.getParameterTypes(), new Class<?>[] {Object.class});
      default -> false;
    };
  }

  private static boolean isOfEveryEnum(Method method) {
    return method.getDeclaringClass().isEnum()
        && Modifier.isStatic(method.getModifiers())
        && (method.getName().equals("values") || method.getName().equals("valueOf"));
  }

  private static String signature(Method method) {
    Object byDefault = method.getDefaultValue();
    return deprecation(method)
        + plain(method.toGenericString(), method.getDeclaringClass())
        + (byDefault == null ? "" : " default " + value(byDefault));
  }

  /** With its value where the compiler copies that into the classes that use it. */
  private static String signature(Field field) {
    if (field.isEnumConstant()) {
      return deprecation(field) + field.getName();
    }
    String value = "";
    boolean copied = field.getType().isPrimitive() || field.getType() == String.class;
    if (copied
        && Modifier.isStatic(field.getModifiers())
        && Modifier.isFinal(field.getModifiers())) {
      try {
        value = " = " + value(field.get(null));
      } catch (IllegalAccessException e) {
        value = ""; // protected: its value is not seen from here
      }
    }
    return deprecation(field) + plain(field.toGenericString(), field.getDeclaringClass()) + value;
  }

  private static String value(Object value) {
    if (value instanceof Object[] values) {
      return list("{", values, ApiSignatureTest::value, "}");
    }
    return value instanceof String string
        ? '"' + string.replace("\n", "\\n") + '"'
        : value.toString();
  }

  private static String deprecation(AnnotatedElement element) {
    return element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
  }

  /** Without the owner's name before the member's, and without what a caller cannot notice. */
  private static String plain(String generic, Class<?> owner) {
    String text = generic.replaceAll("\\b(synchronized|native|strictfp|transient|volatile) ", "");
    int end = text.indexOf('(') < 0 ? text.length() : text.indexOf('(');
    int name = text.lastIndexOf(' ', end) + 1;
    String member = text.substring(name);
    String prefix = owner.getName();
    if (member.startsWith(prefix + ".")) {
      member = member.substring(prefix.length() + 1);
    } else if (member.startsWith(prefix + "(")) {
      member = "new" + member.substring(prefix.length());
    }
    return (text.substring(0, name) + member).replace("java.lang.", "");
  }
}
