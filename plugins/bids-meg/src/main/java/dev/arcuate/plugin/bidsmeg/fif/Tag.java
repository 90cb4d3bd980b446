package dev.arcuate.plugin.bidsmeg.fif;

/**
 * A tag of a FIF file.
 *
 * @param kind what it holds
 * @param type of its data
 * @param size of its data, in bytes
 * @param position of its header in the file
 */
record Tag(int kind, int type, int size, long position) {
  static final int HEADER = 16;

  /** Where its data begins. */
  long data() {
    return position + HEADER;
  }
}
