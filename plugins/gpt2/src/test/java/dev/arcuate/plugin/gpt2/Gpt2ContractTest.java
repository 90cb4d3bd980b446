package dev.arcuate.plugin.gpt2;

import dev.arcuate.testkit.LanguageModelContract;

class Gpt2ContractTest extends LanguageModelContract<Gpt2Settings> {
  @Override
  protected Gpt2Model component() {
    return Models.component();
  }

  @Override
  protected Gpt2Settings settings() {
    return Models.settings(Models.TINY);
  }
}
