package import PowerShell

/// Objects as CLIXML (MS-PSRP 2.2.5), the XML that PowerShell keeps and sends objects in.
package enum Clixml {
  /// - Parameter depth: levels of objects whose properties are written; deeper ones are their text.
  package static func text(_ values: [Value], depth: Int = 2, _ context: ValueContext = .standalone) throws -> String {
    var writer = ClixmlWriter(depth: depth, context)
    for value in values { try writer.write(value) }
    return ClixmlWriter.opening + writer.text + ClixmlWriter.closing
  }

  /// The objects of a text. Objects of types that are more than data come back as properties under `Deserialized.` and
  /// the type's name. Limits: 2 million elements, 128 within one another. Throws XmlNotValid, ClixmlNotValid.
  package static func values(_ text: String) throws -> [Value] { try ClixmlReader.values(text) }
}
