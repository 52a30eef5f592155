import FoundationEssentials
import PowerShell
import Testing

/// Parameters from lines of text and from tables.
@Suite struct ParameterLineTests {
  @Test(arguments: [
    ("Name", "Name"), ("!Name", "!Name"), ("Name@3", "Name@3"), ("Name<value", "Name<value"),
    ("!Name@0<value<property", "!Name@0<value<property"), ("Name<remaining Object[]", "Name<remaining Object[]"),
    ("  Name   String[]  ", "Name String[]"), ("Name = A, B", "Name =A,B"), ("Name in X, Y", "Name in X,Y"),
    ("!Name@0 Int = N in X", "!Name@0 Int =N in X"), ("Name =", "Name"), ("Name in ", "Name in"),
  ])
  func reads(_ text: String, _ expected: String) throws {
    let line = try ParameterLine(text)
    var shown = (line.entry.isMandatory ? "!" : "") + line.name
    if let position = line.entry.position { shown += "@\(position)" }
    if line.entry.takesPipelineValue { shown += "<value" }
    if line.entry.takesPipelineProperty { shown += "<property" }
    if line.entry.takesRemainingArguments { shown += "<remaining" }
    if let type = line.type { shown += " " + type }
    if !line.aliases.isEmpty { shown += " =" + line.aliases.joined(separator: ",") }
    if !line.sets.isEmpty { shown += " in " + line.sets.joined(separator: ",") }
    #expect(shown == expected)
  }

  @Test(arguments: [
    "", " ", "!", "@1", "!@1", "Name@", "Name@x", "Name@-1", "Name@1@2", "Name@99999999999999999999", "Name<",
    "Name<valu",
    "Na(me", "= A", "\u{0}", "Name<value<value<", "!!Name", String(repeating: "a", count: 5000),
  ])
  func refuses(_ text: String) {
    #expect {
      try ParameterLine(text)
    } throws: {
      ($0 as? PowerShellError)?.id == "ParameterLineNotValid"
    }
  }

  @Test(arguments: [
    "{\"name\":\"A-B\",\"sets\":[{\"name\":\"S\",\"parameters\":[\"X\"]}],\"parameters\":[]}",
    "{\"name\":\"A-B\",\"confirmImpact\":\"Huge\",\"sets\":[],\"parameters\":[]}",
    "{\"name\":\"A-B\",\"sets\":[{\"name\":\"S\",\"parameters\":[\"X\"]}],\"parameters\":[{\"name\":\"X\",\"type\":"
      + "\"String\",\"validate\":{\"ValidateMood\":[\"good\"]}}]}",
    "{\"name\":\"A-B\",\"sets\":[{\"name\":\"S\",\"parameters\":[\"X\"]}],\"parameters\":[{\"name\":\"X\",\"type\":"
      + "\"String\",\"validate\":{\"ValidateRange\":[\"low\",\"2\"]}}]}",
  ])
  func refusesRows(_ json: String) throws {
    let row = try JSONDecoder().decode(CommandTableRow.self, from: Data(json.utf8))
    #expect {
      try row.metadata(types: CommandMetadata.builtInType)
    } throws: {
      ($0 as? PowerShellError)?.id == "CommandTableNotValid"
    }
  }

  @Test func readsARow() throws {
    let json = """
      {"name":"Set-Thing","module":"Things","shouldProcess":true,"confirmImpact":"High","outputs":["Thing"],"sets":[
      {"name":"Name","default":true,"parameters":["!Name@0<value","Size","WhatIf","Confirm"]},
      {"name":"Id","parameters":["!Id@0<property","Size","WhatIf","Confirm"]}],"parameters":[
      {"name":"Name","type":"String[]","aliases":["N1"]},{"name":"Id","type":"Int32"},
      {"name":"Size","type":"Int32","validate":{"ValidateRange":["1","4"]}},
      {"name":"WhatIf","type":"SwitchParameter","aliases":["wi"]},{"name":"Confirm","type":"SwitchParameter"}]}
      """
    let row = try JSONDecoder().decode(CommandTableRow.self, from: Data(json.utf8))
    let command = try row.metadata(types: { try TypeRegistry().get($0) })
    #expect(command.supportsShouldProcess && command.confirmImpact == .high && command.defaultSetName == "Name")
    #expect(outcome(command, "a") == "Name: Name=[a]")
    #expect(outcome(command, "-n1 a -Size 5") == "!ParameterArgumentValidationError")
    #expect(outcome(command, "-Id 5 -Size 2 -wi") == "Id: Id=Int32(5) Size=Int32(2) WhatIf=Boolean(True)")
    #expect(outcome(command, "5") == "Id: Id=Int32(5)")
  }

  /// Every cmdlet of the table that the shared facts hold, where they are at hand.
  @Test(.enabled(if: Self.table != nil, "DROSTE_SHARED is not set or has no table of cmdlets"))
  func readsTheSharedTable() throws {
    let text = try #require(Self.table)
    var count = 0
    for line in text.split(separator: "\n") {
      let row = try JSONDecoder().decode(CommandTableRow.self, from: Data(line.utf8))
      let command = try row.metadata { name in
        if let known = try? CommandMetadata.builtInType(name) { return known }
        let isArray = name.hasSuffix("[]")
        let element = TypeReference(isArray ? String(name.dropLast(2)) : name)
        return isArray ? .array(of: element) : element
      }
      count += 1
      #expect(command.name == row.name && command.module == row.module)
      #expect(command.setNames.count <= row.sets.count)
      for parameter in row.parameters {
        #expect(command.parameter(named: parameter.name) != nil, "\(row.name) -\(parameter.name)")
      }
      // Whatever the row says, a stray argument is an error of binding and nothing worse.
      #expect(outcome(command, "-NoSuchParameter 1") == "!NamedParameterNotFound", "\(row.name)")
    }
    #expect(count > 300)
  }

  private static let table: String? = {
    guard let folder = ProcessInfo.processInfo.environment["DROSTE_SHARED"] else { return nil }
    guard let data = FileManager.default.contents(atPath: folder + "/hyperv/cmdlets.jsonl") else { return nil }
    return String(decoding: data, as: UTF8.self)
  }()
}
