package dev.arcuate.plugin.onnx;

import dev.arcuate.testkit.LanguageModelContract;

class OnnxBertContractTest extends LanguageModelContract<OnnxSettings> {
  @Override
  protected OnnxModel component() {
    return Models.component();
  }

  @Override
  protected OnnxSettings settings() {
    return Models.settings(Models.export("bert"));
  }
}
