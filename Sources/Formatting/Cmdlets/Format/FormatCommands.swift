internal import PowerShell

/// Format-Table, Format-List, Format-Wide and Format-Custom.
enum FormatCommands {
  private static let common = [
    "GroupBy Object", "View", "ShowError SwitchParameter", "DisplayError SwitchParameter", "Force SwitchParameter",
    "Expand", "InputObject<value Object",
  ]

  private static let expansions = ["CoreOnly", "EnumOnly", "Both"]

  static func all(_ views: @escaping @Sendable () -> ViewTable) -> [CommandInfo] {
    [
      command(
        .table, "ft",
        [
          "Property@0 Object[]", "AutoSize SwitchParameter", "HideTableHeaders SwitchParameter", "Wrap SwitchParameter",
        ],
        "Shows objects as the rows of a table, a column for each property.", views),
      command(.list, "fl", ["Property@0 Object[]"], "Shows the properties of objects one below the other.", views),
      command(
        .wide, "fw", ["Property@0 Object", "AutoSize SwitchParameter", "Column Int32"],
        "Shows one property of each object, several beside one another.", views, rules: ["Column": [.range(1, 1000)]]),
      command(
        .custom, "fc", ["Property@0 Object[]", "Depth Int32"],
        "Shows objects with the objects that they hold, or as their type's own view says.", views,
        rules: ["Depth": [.range(1, 100)]]),
    ]
  }

  private static func command(
    _ kind: ViewKind, _ alias: String, _ own: [String], _ synopsis: String,
    _ views: @escaping @Sendable () -> ViewTable, rules: [String: [ParameterValidation]] = [:]
  ) -> CommandInfo {
    CommandInfo.utility(
      "Format-\(kind.rawValue)", aliases: [alias], class: "Format\(kind.rawValue)Command", own + common, synopsis,
      rules: rules.merging(["Expand": [.set(expansions)]], uniquingKeysWith: { $1 })
    ) { FormatCmdlet(kind, views) }
  }
}

/// A Format- command: packets of what is piped in.
final class FormatCmdlet: DirectInput {
  private let kind: ViewKind
  private let views: @Sendable () -> ViewTable
  private var shaper: ObjectShaper?

  init(_ kind: ViewKind, _ views: @escaping @Sendable () -> ViewTable) { (self.kind, self.views) = (kind, views) }

  func begin(_ invocation: Invocation) throws {
    try invocation.refuse(["ShowError"], because: "use -DisplayError, which marks the cell with #ERR.")
    let options = try options(invocation)
    // The shaper lives as long as the invocation does.
    shaper = ObjectShaper(options, views()) { [unowned invocation] in try invocation.writeOutput($0.value) }
  }

  func process(_ invocation: Invocation) throws {
    let input = invocation.expectsInput ? invocation.input : invocation.bound["InputObject"] ?? .null
    try shaper?.process(input, invocation.host.values)
  }

  func end(_ invocation: Invocation) throws { try shaper?.end() }

  private func options(_ invocation: Invocation) throws -> ShapeOptions {
    let bound = invocation.bound
    var options = ShapeOptions()
    options.kind = kind
    options.properties = try (bound.elements("Property") ?? []).map { try PropertyParameter($0, allowed: propertyKeys) }
    if let group = bound["GroupBy"], !group.isNull {
      options.groupBy = try PropertyParameter(group, allowed: [.expression, .label, .name, .formatstring])
    }
    options.viewName = bound.string("View")
    if options.viewName != nil, !options.properties.isEmpty { throw Self.viewAndProperty() }
    options.isAutoSized = bound.isSet("AutoSize")
    options.wraps = bound.isSet("Wrap")
    options.hidesHeader = bound.isSet("HideTableHeaders")
    options.columns = bound.integer("Column").map(Int.init(clamping:))
    if options.columns != nil, options.isAutoSized { throw Self.columnAndAutoSize() }
    options.showsErrors = bound.isSet("DisplayError")
    options.isForced = bound.isSet("Force")
    options.expansion = bound.string("Expand").flatMap { ShapeOptions.Expansion(rawValue: $0.caseFolded) } ?? .enumOnly
    options.depth = bound.integer("Depth").map(Int.init(clamping:)) ?? options.depth
    options.enumerationLimit = EnumerationLimit.of(invocation)
    return options
  }

  private var propertyKeys: Set<PropertyParameter.Key> {
    switch kind {
    case .table: [.expression, .label, .name, .formatstring, .width, .alignment]
    case .list: [.expression, .label, .name, .formatstring]
    case .wide: [.expression, .formatstring]
    case .custom: [.expression, .depth]
    }
  }

  private static func viewAndProperty() -> PowerShellError {
    PowerShellError(
      "The Property and View parameters cannot be used together: a view has its own properties.",
      id: "IncompatibleViewAndProperty", category: .invalidArgument, exceptionType: "System.InvalidOperationException")
  }

  private static func columnAndAutoSize() -> PowerShellError {
    PowerShellError(
      "The AutoSize and Column parameters cannot be used together.", id: "IncompatibleColumnAndAutoSize",
      category: .invalidArgument, exceptionType: "System.InvalidOperationException")
  }
}

/// $FormatEnumerationLimit.
enum EnumerationLimit {
  static func of(_ invocation: Invocation) -> Int {
    invocation.host.variable("FormatEnumerationLimit").integerValue.map(Int.init(clamping:)) ?? 4
  }
}
