package dev.arcuate.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine's rooms: each knows only those before it, and native code lives in one of them. */
class ArchitectureTest {
  private static final String ROOT = "dev.arcuate.engine";

  /** In the order in which data flows. Root is the package itself, the embedding API. */
  private static final List<String> ROOMS =
      List.of(
          "problem", "store", "accel", "models", "inspect", "yaml", "plugins", "stages", "plan",
          "run", "export", "root", "cli");

  private static final String[] NATIVES = {
    "ai.onnxruntime..", "ai.djl..", "org.bytedeco..", "com.sun.jna.."
  };

  private static final JavaClasses MAIN = load(new DoNotIncludeTests());
  private static final JavaClasses TESTS = load(new OnlyIncludeTests());

  private static JavaClasses load(ImportOption option) {
    return new ClassFileImporter().withImportOption(option).importPackages(ROOT);
  }

  static List<String> rooms() {
    return ROOMS;
  }

  @Test
  void everyClassLivesInAKnownRoom() {
    Set<String> found =
        MAIN.stream().map(type -> room(type.getPackageName())).collect(Collectors.toSet());
    assertThat(ROOMS).containsAll(found);
    // Were the classes not found, every rule below would hold.
    assertThat(found).contains("problem", "store", "plugins", "stages");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rooms")
  void aRoomKnowsOnlyThoseBeforeIt(String room) {
    Set<String> later = new TreeSet<>(ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size()));
    ArchRule rule =
        noClasses()
            .that(liveIn(Set.of(room)))
            .should()
            .dependOnClassesThat(liveIn(later))
            .as("'" + room + "' knows nothing of " + later)
            .allowEmptyShould(true);
    rule.check(MAIN);
  }

  @Test
  void nativeCodeIsTouchedInOneRoomOnly() {
    noClasses()
        .that(not(liveIn(Set.of("accel"))))
        .should()
        .dependOnClassesThat(resideInAnyPackage(NATIVES))
        .because("one owner loads, warms up and frees native libraries")
        .check(MAIN);
  }

  @Test
  void pluginMachineryStaysInItsRoom() {
    noClasses()
        .that(not(liveIn(Set.of("plugins"))))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("com.google.inject..")
                .or(
                    resideInAPackage("org.pf4j..")
                        .and(not(nameIs("org.pf4j.ExtensionPoint")))
                        .and(not(nameIs("org.pf4j.Extension")))))
        .because("PF4J and Guice hold on to class loaders; one room answers for that")
        .check(MAIN);
  }

  @Test
  void theEngineLeavesTheJvmToWhoeverStartedIt() {
    noClasses()
        .that(not(liveIn(Set.of("cli"))))
        .should()
        .callMethod(System.class, "exit", int.class)
        .because("an embedding application must survive us")
        .check(MAIN);
  }

  @Test
  void testsAreNamedSoThatTheyRun() {
    methods()
        .that()
        .areAnnotatedWith(Test.class)
        .or()
        .areAnnotatedWith(ParameterizedTest.class)
        .should()
        .beDeclaredInClassesThat(
            named("end in Test or Contract, or lie in one that does", ArchitectureTest::isTest))
        .check(TESTS);
  }

  @Test
  void nothingButTestsIsNamedLikeOne() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Test")
        .should(have(named("a test", ArchitectureTest::hasTests)))
        .check(TESTS);
  }

  private static boolean hasTests(JavaClass type) {
    return type.getAllMethods().stream()
        .anyMatch(
            method -> method.isMetaAnnotatedWith("org.junit.platform.commons.annotation.Testable"));
  }

  private static boolean isTest(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer.getSimpleName().endsWith("Test") || outer.getSimpleName().endsWith("Contract");
  }

  private static DescribedPredicate<JavaClass> liveIn(Set<String> rooms) {
    return named("live in " + rooms, type -> rooms.contains(room(type.getPackageName())));
  }

  private static DescribedPredicate<JavaClass> nameIs(String name) {
    return named("are " + name, type -> type.getName().equals(name));
  }

  private static DescribedPredicate<JavaClass> named(
      String name, java.util.function.Predicate<JavaClass> predicate) {
    return DescribedPredicate.describe(name, predicate);
  }

  /** The room of a package: {@code dev.arcuate.engine.yaml.settings} belongs to {@code yaml}. */
  private static String room(String packageName) {
    if (packageName.equals(ROOT)) {
      return "root";
    }
    if (!packageName.startsWith(ROOT + ".")) {
      return "outside";
    }
    String below = packageName.substring(ROOT.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }
}
