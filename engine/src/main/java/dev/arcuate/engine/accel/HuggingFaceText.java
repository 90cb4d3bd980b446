package dev.arcuate.engine.accel;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.arcuate.api.host.Tokenizer;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** An open tokenizer. */
final class HuggingFaceText implements Tokenizer {
  private final HuggingFaceTokenizer tokenizer;
  private final String name;
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private boolean closed;

  HuggingFaceText(HuggingFaceTokenizer tokenizer, String name) {
    this.tokenizer = tokenizer;
    this.name = name;
  }

  @Override
  public Encoding encode(String text, boolean addSpecialTokens) {
    use.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("'" + name + "' has been closed");
      }
      return converted(text, tokenizer.encode(text, addSpecialTokens, false));
    } finally {
      use.readLock().unlock();
    }
  }

  /** The library counts characters as Unicode does, Java in UTF-16 units. */
  private static Encoding converted(String text, ai.djl.huggingface.tokenizers.Encoding encoding) {
    int[] units = unitsOfCodePoints(text);
    CharSpan[] spans = encoding.getCharTokenSpans();
    long[] added = encoding.getSpecialTokenMask();
    int count = spans.length;
    int[] starts = new int[count];
    int[] ends = new int[count];
    boolean[] special = new boolean[count];
    for (int token = 0; token < count; token++) {
      special[token] = added[token] != 0;
      boolean inText = spans[token] != null && !special[token];
      starts[token] = inText ? units[spans[token].getStart()] : -1;
      ends[token] = inText ? units[spans[token].getEnd()] : -1;
    }
    return new Encoding(encoding.getIds(), starts, ends, special);
  }

  /** Entry i is where code point i begins; the last is the end of the text. */
  private static int[] unitsOfCodePoints(String text) {
    int[] units = new int[text.codePointCount(0, text.length()) + 1];
    if (units.length == text.length() + 1) {
      Arrays.setAll(units, i -> i);
      return units;
    }
    int at = 0;
    for (int point = 0; point < units.length; point++) {
      units[point] = at;
      if (at < text.length()) {
        at += Character.charCount(text.codePointAt(at));
      }
    }
    return units;
  }

  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        tokenizer.close();
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
