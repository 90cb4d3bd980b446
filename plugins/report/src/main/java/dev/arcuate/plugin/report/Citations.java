package dev.arcuate.plugin.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Works behind the numbers of this page, and none that are not. */
final class Citations {
  private Citations() {}

  static List<String> of(Findings findings, boolean ceiling, List<String> further) {
    Map<String, Object> facts = findings.best().entry().scores().facts();
    List<String> works = new ArrayList<>();
    works.add("Arcuate, version " + version() + " (CITATION.cff in its repository).");
    if (String.valueOf(facts.get("backend")).startsWith("ridge")) {
      works.add(
          "Hoerl & Kennard (1970). Ridge regression: biased estimation for nonorthogonal problems."
              + " Technometrics 12, 55–67. doi:10.1080/00401706.1970.10488634");
    }
    works.add(
        "Naselaris, Kay, Nishimoto & Gallant (2011). Encoding and decoding in fMRI. NeuroImage 56,"
            + " 400–410. doi:10.1016/j.neuroimage.2010.07.073");
    if ("fdr".equals(facts.get("correction"))) {
      works.add(
          "Benjamini & Hochberg (1995). Controlling the false discovery rate. Journal of the Royal"
              + " Statistical Society B 57, 289–300. doi:10.1111/j.2517-6161.1995.tb02031.x");
      if ("wilcoxon".equals(facts.get("test"))) {
        works.add(
            "Wilcoxon (1945). Individual comparisons by ranking methods. Biometrics Bulletin 1,"
                + " 80–83. doi:10.2307/3001968");
      }
    }
    if (!"fdr".equals(facts.get("correction")) || !findings.found()) {
      works.add(
          "Nichols & Holmes (2002). Nonparametric permutation tests for functional neuroimaging."
              + " Human Brain Mapping 15, 1–25. doi:10.1002/hbm.1058");
    }
    if (ceiling) {
      works.add(
          "Hasson, Nir, Levy, Fuhrmann & Malach (2004). Intersubject synchronization of cortical"
              + " activity during natural vision. Science 303, 1634–1640."
              + " doi:10.1126/science.1089506");
    }
    works.addAll(further);
    return works;
  }

  private static String version() {
    return Objects.requireNonNullElse(
        Citations.class.getPackage().getImplementationVersion(), "development");
  }
}
