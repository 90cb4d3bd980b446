package dev.arcuate.plugin.bidsmeg.fif;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A block of a FIF file: tags in order, and blocks inside. Built once, then only read. */
final class Block {
  private final int kind;
  private final long position;
  private final List<Tag> tags = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();

  Block(int kind, long position) {
    this.kind = kind;
    this.position = position;
  }

  int kind() {
    return kind;
  }

  long position() {
    return position;
  }

  List<Tag> tags() {
    return tags;
  }

  List<Block> blocks() {
    return blocks;
  }

  Optional<Tag> tag(int wanted) {
    return tags.stream().filter(tag -> tag.kind() == wanted).findFirst();
  }

  List<Tag> tags(int wanted) {
    return tags.stream().filter(tag -> tag.kind() == wanted).toList();
  }

  /** This block and all below that are of a kind, in the order of the file. */
  List<Block> all(int wanted) {
    List<Block> found = new ArrayList<>();
    collect(wanted, found);
    return found;
  }

  Optional<Block> first(int wanted) {
    return all(wanted).stream().findFirst();
  }

  private void collect(int wanted, List<Block> into) {
    if (kind == wanted) {
      into.add(this);
    }
    blocks.forEach(block -> block.collect(wanted, into));
  }
}
