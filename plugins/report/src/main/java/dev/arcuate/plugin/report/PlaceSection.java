package dev.arcuate.plugin.report;

import dev.arcuate.api.value.Files;
import dev.arcuate.api.value.Geometry;
import dev.arcuate.api.value.Scores;
import java.util.Optional;

/** Where the best point is found, and when, in pictures that fit the geometry. */
final class PlaceSection {
  private static final int MOST_MAPS = 16;

  private final Markup html;
  private final ReportSettings settings;
  private final Findings findings;
  private final Prose prose;
  private final Optional<Truth> truth;
  private final Optional<Scores> ceiling;
  private final Optional<Files> mesh;

  PlaceSection(Markup html, Contents contents) {
    this.html = html;
    this.settings = contents.settings();
    this.findings = contents.findings();
    this.prose = contents.prose();
    this.truth = contents.truth();
    this.ceiling = contents.ceiling();
    this.mesh = contents.mesh();
  }

  void write() {
    if (findings.geometry() instanceof Geometry.Volume volume) {
      slices(volume);
    } else if (findings.geometry() instanceof Geometry.Regions regions) {
      regions(regions);
    } else if (findings.geometry() instanceof Geometry.OverTime over) {
      overTime(over);
    } else if (SurfaceFigure.draws(findings.geometry())) {
      surface();
    }
  }

  private void slices(Geometry.Volume volume) {
    Point best = findings.best();
    double greatest = findings.greatest();
    Optional<Truth.Sphere> sphere = truth.filter(t -> !t.nothing()).flatMap(Truth::sphere);
    Grid3 grid = new Grid3(volume);
    html.append("<section>\n<h2>Where in the brain</h2>\n<figure class=\"slices\">\n")
        .append(
            slice(volume, best, greatest, sphere)
                .three("Slices through the peak of " + best.entry().name()))
        .append(ColourBar.draw(greatest, Prose.unit(best.entry().map())))
        .append("<figcaption>");
    html.text(
        Prose.capital(best.entry().name())
            + ", mean over people, cut through "
            + (findings.found()
                ? "the peak at "
                : "the highest value, which is not significant, at ")
            + Numbers.millimetres(grid.millimetres(findings.peak()))
            + (" in " + volume.space() + " space")
            + (findings.found()
                ? ". White outlines: significant voxels; all others are pale"
                : ". Nothing is significant, so all is pale")
            + (sphere.isPresent() ? ". Dashed circle: the planted region" : "")
            + ". Left is left.");
    html.append("</figcaption>\n</figure>\n");
    if (findings.points().size() > 1 && findings.points().size() <= MOST_MAPS) {
      html.append("<figure>\n<div class=\"strip\">\n");
      for (Point point : findings.points()) {
        html.append(
            slice(volume, point, greatest, sphere)
                .one("Axial slice of " + point.entry().name(), point.entry().name()));
      }
      html.append("</div>\n<figcaption>The axial slice at every point, in the same colours.")
          .append("</figcaption>\n</figure>\n");
    }
    html.append("</section>\n");
  }

  private SliceFigure slice(
      Geometry.Volume volume, Point point, double greatest, Optional<Truth.Sphere> sphere) {
    return new SliceFigure(
        volume, point.entry().mean(), point.significant(), findings.peak(), greatest, sphere);
  }

  private void surface() {
    if (mesh.isEmpty()) {
      html.paragraph(
          "small",
          "To see where on the cortex, connect a step 'uses: mesh' to the input 'mesh' of this report.");
      return;
    }
    SurfaceFigure figure = SurfaceFigure.of(findings.geometry(), mesh.get());
    Point best = findings.best();
    String peak = findings.place(findings.peak());
    html.append("<section>\n<h2>Where on the cortex</h2>\n<figure class=\"slices\">\n")
        .append(
            figure.draw(
                "The surface with the values of " + best.entry().name(),
                best.entry().mean(),
                best.significant(),
                findings.greatest()))
        .append(ColourBar.draw(findings.greatest(), Prose.unit(best.entry().map())))
        .append("<figcaption>")
        .text(
            Prose.capital(best.entry().name())
                + ", mean over people; grey is not above 0 or was not read. "
                + (findings.found()
                    ? "What is not significant is pale. The peak is at " + peak + "."
                    : "Nothing is significant, so all is pale; the highest value is at "
                        + peak
                        + ".")
                + " A and P: front and back.")
        .append("</figcaption>\n</figure>\n</section>\n");
  }

  private void regions(Geometry.Regions regions) {
    Entry best = findings.best().entry();
    html.append("<section>\n<h2>Region by region</h2>\n");
    html.append("<div class=\"figures wide\">\n");
    html.figure(
        new RegionFigure(regions, best, ceiling)
            .draw("Bars per region for " + best.name(), best.name()),
        Prose.capital(best.name())
            + " in every region; whiskers are 95 % confidence intervals of the mean."
            + (ceiling.isPresent()
                ? " The ceiling is how well one person's response is predicted by the other"
                    + " people's: what they do not share, no model of the story can predict in all of"
                    + " them."
                : ""));
    html.append("</div>\n");
    if (findings.points().size() > 1) {
      html.append("<div class=\"figures wide\">\n");
      html.figure(
          HeatFigure.draw(regions.names(), findings.points(), settings.axis(), findings.greatest())
              + ColourBar.draw(findings.greatest(), Prose.unit(best.map())),
          Prose.capital(Prose.unit(best.map()))
              + "; darker is less, grey is not above 0; stars are significant ("
              + prose.test()
              + ").");
      html.append("</div>\n");
    }
    html.append("</section>\n");
  }

  private void overTime(Geometry.OverTime over) {
    TimeFigures figures = new TimeFigures(over, findings.points());
    String unit = Prose.unit(findings.best().entry().map());
    html.append("<section>\n<h2>When and where</h2>\n<div class=\"figures wide\">\n");
    html.figure(
        figures.courses(unit),
        "Mean over all places and people with its 95 % confidence band; " + figures.peaks() + ".");
    for (Point point : figures.drawn()) {
      String times = figures.significantTimes(point);
      html.figure(
          figures.image(point, findings.greatest()) + ColourBar.draw(findings.greatest(), unit),
          Prose.capital(point.entry().name())
              + ", every place and time; what is not significant is pale"
              + (times.isEmpty() ? "." : ", what is lies between " + times + "."));
    }
    String heads = figures.heads(findings.greatest());
    if (!heads.isEmpty()) {
      html.figure(
          heads,
          "The head from above, nose up, averaged over stretches of time. Dots are sensors; between"
              + " them the map is interpolated, never beyond their values.");
    }
    html.append("</div>\n</section>\n");
  }
}
