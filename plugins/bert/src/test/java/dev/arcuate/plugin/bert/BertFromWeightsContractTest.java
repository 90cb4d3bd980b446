package dev.arcuate.plugin.bert;

import dev.arcuate.testkit.LanguageModelContract;

class BertFromWeightsContractTest extends LanguageModelContract<BertSettings> {
  @Override
  protected BertModel component() {
    return MiniLm.component();
  }

  @Override
  protected BertSettings settings() {
    return Models.settings(Models.TINY);
  }
}
