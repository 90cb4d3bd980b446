package dev.arcuate.plugin.decompose;

import dev.arcuate.api.Decomposition;
import dev.arcuate.api.Problem;
import dev.arcuate.api.Task;
import java.io.IOException;
import java.util.List;
import org.pf4j.Extension;

/** Every attention head as a representation of its own. Source: methods reference, section 3. */
@Extension
public final class HeadGroups implements Decomposition<HeadGroupsSettings> {
  @Override
  public String id() {
    return "head-groups";
  }

  @Override
  public String summary() {
    return "Makes a representation of each attention head of each layer.";
  }

  @Override
  public Class<HeadGroupsSettings> settingsType() {
    return HeadGroupsSettings.class;
  }

  @Override
  public void decompose(HeadGroupsSettings settings, Task task) throws IOException {
    task.checkCancelled();
    Given given = Given.of(task, settings.story());
    List<String> layers = given.original().layers();
    Parts parts = Parts.of(given.original(), task.output("representations"));
    boolean any = false;
    for (int layer = 0; layer < layers.size(); layer++) {
      if (!layers.get(layer).startsWith(settings.prefix())) {
        continue;
      }
      any = true;
      Rows rows = given.original(layer);
      if (rows.width() % settings.heads() != 0) {
        throw Problem.user(
                "DECOMPOSE_HEADS",
                rows.width()
                    + " columns of '"
                    + layers.get(layer)
                    + "' cannot be shared by "
                    + settings.heads()
                    + " heads")
            .hint("set 'heads' to the number of heads of the model")
            .exception();
      }
      int width = rows.width() / settings.heads();
      String number = layers.get(layer).substring(settings.prefix().length());
      for (int head = 0; head < settings.heads(); head++) {
        task.checkCancelled();
        float[] values = new float[rows.count() * width];
        for (int row = 0; row < rows.count(); row++) {
          System.arraycopy(
              rows.values(), row * rows.width() + head * width, values, row * width, width);
        }
        parts.add("head-" + number + "-" + (head + 1), new Rows(values, rows.count(), width));
      }
    }
    if (!any) {
      throw Problem.user(
              "DECOMPOSE_HEADS",
              "no layer of "
                  + given.original().model()
                  + " begins with '"
                  + settings.prefix()
                  + "'; the layers are "
                  + String.join(", ", layers))
          .hint("ask the language model for head outputs, such as 'layers: [heads-9]'")
          .exception();
    }
    parts.finish();
  }
}
