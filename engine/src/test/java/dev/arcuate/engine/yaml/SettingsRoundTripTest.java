package dev.arcuate.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import dev.arcuate.api.settings.InputPath;
import dev.arcuate.engine.problem.Problems;
import dev.arcuate.engine.yaml.SampleComponents.Everything;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** YAML to record to JSON to record, here and on another machine. */
final class SettingsRoundTripTest {
  private static final Path FOLDER = Path.of("study").toAbsolutePath();
  private static final Path HOME = Path.of("home").toAbsolutePath();

  private static final String REQUIRED =
      """
      text: 01
      flag: true
      small: -7
      large: 9007199254740993
      real: 1e-3
      choice: last-token
      time: 1.5s
      path: data/a.tsv
      texts: [a, 02, 'null']
      flags: [true, false]
      larges: 5
      reals: [1, 2.5, 0x10, .5]
      choices: []
      times: [200ms, 5min, 1h]
      paths: [arcuate:models/x, b]
      nesteds: [{file: c.tsv}, {file: d.tsv, language: nl}]
      text-by-name: {z: 1, a: no}
      real-by-name: {}
      smalls-by-name: {x: [1, 2], y: 3}
      path-by-name: {p: e.tsv}
      nested-by-name: {n: {context: 3}}
      nested: {}
      """;

  private static final String OPTIONAL =
      """
      maybe-text: x
      maybe-small: 0
      maybe-time: 0s
      maybe-path: f.tsv
      maybe-reals: [1]
      maybe-nested: {pooling: mean}
      """;

  private final ComponentSettings types = SampleComponents.settings("everything");

  private BoundSettings bind(String yaml) {
    return bind(types, yaml);
  }

  private static BoundSettings bind(ComponentSettings types, String yaml) {
    Problems problems = new Problems();
    Node.Mapping with = new YamlReader().document("a.yaml", yaml, problems).orElseThrow();
    Optional<BoundSettings> bound =
        new SettingsBinder(InputPaths.under(FOLDER, Optional.of(HOME)), problems).bind(types, with);
    assertThat(problems.sorted()).isEmpty();
    return bound.orElseThrow();
  }

  private static Map<String, Object> throughText(Map<String, Object> json) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    return mapper.readValue(mapper.writeValueAsString(json), new TypeReference<>() {});
  }

  private Map<String, String> places(BoundSettings bound) {
    return SettingsWriter.inputPaths(types, bound).stream()
        .collect(Collectors.toMap(InputPath::logical, path -> path.path().toString()));
  }

  @Test
  void everyTypeComesBackEqual() throws IOException {
    for (String yaml : List.of(REQUIRED, REQUIRED + OPTIONAL)) {
      BoundSettings bound = bind(yaml);
      Map<String, Object> json = SettingsWriter.write(types, bound);

      BoundSettings back = SettingsWriter.read(types, throughText(json), places(bound));

      assertThat(back).isEqualTo(bound);
      assertThat(SettingsWriter.write(types, back)).isEqualTo(json);
    }
  }

  @Test
  void writesCanonicalJson() throws IOException {
    assertThat(
            new ObjectMapper()
                .writeValueAsString(SettingsWriter.write(types, bind(REQUIRED + OPTIONAL))))
        .isEqualTo(
            "{\"choice\":\"last-token\",\"choices\":[],\"flag\":true,\"flags\":[true,false],"
                + "\"large\":9007199254740993,\"larges\":[5],\"maybe-nested\":{\"context\":20,"
                + "\"pooling\":\"mean\"},\"maybe-path\":\"f.tsv\",\"maybe-reals\":[1.0],"
                + "\"maybe-small\":0,\"maybe-text\":\"x\",\"maybe-time\":\"0s\","
                + "\"nested\":{\"context\":20,\"pooling\":\"last-token\"},"
                + "\"nested-by-name\":{\"n\":{\"context\":3,\"pooling\":\"last-token\"}},"
                + "\"nesteds\":[{\"file\":\"c.tsv\",\"language\":\"en\"},"
                + "{\"file\":\"d.tsv\",\"language\":\"nl\"}],\"path\":\"data/a.tsv\","
                + "\"path-by-name\":{\"p\":\"e.tsv\"},\"paths\":[\"arcuate:models/x\",\"b\"],"
                + "\"real\":0.001,\"real-by-name\":{},\"reals\":[1.0,2.5,16.0,0.5],"
                + "\"small\":-7,\"smalls-by-name\":{\"x\":[1,2],\"y\":[3]},\"text\":\"01\","
                + "\"text-by-name\":{\"a\":\"no\",\"z\":\"1\"},\"texts\":[\"a\",\"02\",\"null\"],"
                + "\"time\":\"1500ms\",\"times\":[\"200ms\",\"5min\",\"1h\"]}");
  }

  @Test
  void theWayItIsWrittenDoesNotMatter() {
    String other =
        REQUIRED
            .replace("real: 1e-3", "real: 0.0010")
            .replace("time: 1.5s", "time: 1500 ms")
            .replace("larges: 5", "larges: [5]")
            .replace("{z: 1, a: no}", "{a: 'no', z: '1'}")
            .replace("nested: {}", "nested: {context: 20, pooling: last-token}")
            .replace("small: -7\n", "")
            .concat("small: -7\nmaybe-text: ~\n");

    assertThat(SettingsWriter.write(types, bind(other)))
        .isEqualTo(SettingsWriter.write(types, bind(REQUIRED)));
  }

  @Test
  void commonSettingsStandBesideTheComponentsOwn() throws IOException {
    ComponentSettings model = SampleComponents.settings("model");
    BoundSettings bound = bind(model, "layers: 3\ncontext: 5\n");
    Map<String, Object> json = SettingsWriter.write(model, bound);

    assertThat(bound.common()).isPresent();
    assertThat(json)
        .containsOnlyKeys("context", "layers", "model", "pooling")
        .containsEntry("context", 5);
    assertThat(
            SettingsWriter.read(
                model,
                throughText(json),
                Map.of("arcuate:models/tiny", HOME.resolve("models/tiny").toString())))
        .isEqualTo(bound);
  }

  @Test
  void pathsMayBeElsewhereOnAnotherMachine() throws IOException {
    BoundSettings bound = bind(REQUIRED);
    Map<String, String> elsewhere =
        places(bound).keySet().stream()
            .collect(Collectors.toMap(name -> name, name -> "/other/" + name.replace(':', '/')));

    BoundSettings back =
        SettingsWriter.read(types, throughText(SettingsWriter.write(types, bound)), elsewhere);

    InputPath path = ((Everything) back.own()).path();
    assertThat(path.logical()).isEqualTo("data/a.tsv");
    assertThat(path.path()).isEqualTo(Path.of("/other/data/a.tsv"));
    assertThat(SettingsWriter.write(types, back)).isEqualTo(SettingsWriter.write(types, bound));
  }

  @Test
  void findsEveryPath() {
    assertThat(SettingsWriter.inputPaths(types, bind(REQUIRED + OPTIONAL)))
        .extracting(InputPath::logical)
        .containsExactlyInAnyOrder(
            "data/a.tsv", "f.tsv", "arcuate:models/x", "b", "c.tsv", "d.tsv", "e.tsv");
  }

  @Test
  void aPathThatTheTaskDoesNotPlaceIsAProblem() {
    Map<String, Object> json = SettingsWriter.write(types, bind(REQUIRED));

    assertThatThrownBy(() -> SettingsWriter.read(types, json, Map.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            thrown ->
                assertThat(thrown.problems())
                    .extracting(Problem::code)
                    .containsOnly("INVALID_PATH"));
  }
}
