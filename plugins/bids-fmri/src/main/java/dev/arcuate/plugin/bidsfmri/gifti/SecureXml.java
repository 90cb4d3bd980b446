package dev.arcuate.plugin.bidsfmri.gifti;

import dev.arcuate.api.Problem;
import dev.arcuate.api.ProblemException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.ZipException;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Walks through the elements of an XML document. Document types and entities from elsewhere are
 * never read. Not safe for use by several threads.
 */
public final class SecureXml implements AutoCloseable {
  private final String name;
  private final String code;
  private final XMLStreamReader reader;

  private SecureXml(String name, String code, XMLStreamReader reader) {
    this.name = name;
    this.code = code;
    this.reader = reader;
  }

  /**
   * @param name of the document in messages
   * @param code of the problems that its damage causes
   */
  public static SecureXml open(InputStream in, String name, String code) throws IOException {
    // Bytes that are no UTF-8 become replacement characters: left to itself the parser writes to
    // the
    // error stream of the process when it meets one.
    BufferedReader text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try {
      text.mark(1);
      if (text.read() != '\uFEFF') {
        text.reset();
      }
      return new SecureXml(name, code, factory().createXMLStreamReader(text));
    } catch (EOFException | ZipException e) {
      throw Problem.data(code, name + ": its compressed data is damaged: " + e.getMessage())
          .hint("copy the file anew from where it came")
          .exception(e);
    } catch (XMLStreamException e) {
      throw damaged(name, code, e);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    return factory;
  }

  /**
   * Goes on to the next start or end of an element.
   *
   * @return whether there is one
   */
  public boolean next() {
    try {
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT) {
          return true;
        }
      }
      return false;
    } catch (XMLStreamException e) {
      throw damaged(name, code, e);
    }
  }

  public boolean starts(String element) {
    return reader.getEventType() == XMLStreamConstants.START_ELEMENT
        && reader.getLocalName().equals(element);
  }

  public boolean ends(String element) {
    return reader.getEventType() == XMLStreamConstants.END_ELEMENT
        && reader.getLocalName().equals(element);
  }

  public String element() {
    return reader.getLocalName();
  }

  public Optional<String> attribute(String attribute) {
    return Optional.ofNullable(reader.getAttributeValue(null, attribute)).map(String::strip);
  }

  public String required(String attribute) {
    return attribute(attribute)
        .orElseThrow(() -> wrong("<" + element() + "> lacks the attribute " + attribute));
  }

  public int integer(String attribute) {
    String text = required(attribute);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw wrong(attribute + "=\"" + text + "\" is not a whole number");
    }
  }

  public double number(String attribute) {
    String text = required(attribute);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong(attribute + "=\"" + text + "\" is not a number");
    }
  }

  /** Characters between the start of the element at hand and its end, without inner elements. */
  public String text() {
    StringBuilder text = new StringBuilder();
    try {
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
          text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
        } else if (event == XMLStreamConstants.END_ELEMENT
            || event == XMLStreamConstants.START_ELEMENT) {
          return text.toString();
        }
      }
      return text.toString();
    } catch (XMLStreamException e) {
      throw damaged(name, code, e);
    }
  }

  /** A problem at the place reached. */
  public ProblemException wrong(String why) {
    return problem(name, code, why, reader.getLocation()).exception();
  }

  private static ProblemException damaged(String name, String code, XMLStreamException e) {
    // What the parser says is in the language of the machine, and about entities.
    return problem(name, code, "its XML is damaged or cut off", e.getLocation()).exception(e);
  }

  private static Problem problem(String name, String code, String why, Location place) {
    boolean placed = place != null && place.getLineNumber() > 0;
    Problem problem =
        Problem.data(code, placed ? why : name + ": " + why)
            .hint("copy the file anew from where it came");
    return placed
        ? problem.at(
            new Problem.Position(name, place.getLineNumber(), Math.max(0, place.getColumnNumber())))
        : problem;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (XMLStreamException e) {
      throw damaged(name, code, e);
    }
  }
}
