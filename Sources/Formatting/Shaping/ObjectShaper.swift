internal import PowerShell

/// Makes format packets of objects: what every Format- command does, and the Out- commands with objects that no Format-
/// command has seen. The first object of a run decides; strings and the like are lines by themselves.
final class ObjectShaper {
  var options: ShapeOptions
  private let views: ViewTable
  private let emit: (FormatPacket) throws -> Void
  private var plan: ShapePlan?
  /// The text of the present group's property; nil where there are no groups.
  private var groupKey: String?
  private var isInGroup = false

  init(_ options: ShapeOptions, _ views: ViewTable, emit: @escaping (FormatPacket) throws -> Void) {
    (self.options, self.views, self.emit) = (options, views, emit)
  }

  func process(_ value: Value, _ context: ValueContext) throws {
    if value.isNull { return }
    if let elements = value.formattedElements, options.expansion != .coreOnly {
      if options.expansion == .both { try single(value, context) }
      for element in elements where !element.isNull { try single(element, context) }
    } else {
      try single(value, context)
    }
  }

  func end() throws {
    if isInGroup { try emit(FormatPacket(.groupEnd)) }
    if plan != nil { try emit(FormatPacket(.end)) }
    (plan, groupKey, isInGroup) = (nil, nil, false)
  }

  private func single(_ value: Value, _ context: ValueContext) throws {
    if let entry = try looseEntry(value, context) { return try emit(FormatPacket(.loose(entry))) }
    if plan == nil {
      let fresh = try ShapePlanner(options: options, views: views, context: context).plan(for: value)
      try emit(FormatPacket(.start(fresh.layout)))
      plan = fresh
    }
    guard let plan else { return }
    guard plan.isApplicable(value) else { return try emit(FormatPacket(.loose(try stray(value, context)))) }
    try changeGroup(plan, value, context)
    try emit(FormatPacket(.entry(try plan.entry(value, context))))
  }

  private func changeGroup(_ plan: ShapePlan, _ value: Value, _ context: ValueContext) throws {
    guard let groupBy = plan.groupBy else {
      if !isInGroup { try emit(FormatPacket(.groupStart(nil))) }
      isInGroup = true
      return
    }
    let key = try groupBy.text(value, options, context)
    if isInGroup {
      if groupKey.map({ $0.isSameName(as: key) }) ?? false { return }
      try emit(FormatPacket(.groupEnd))
    }
    let isFramed = options.groupBy == nil && plan.view?.isGroupFramed ?? false
    let text = String(repeating: " ", count: isFramed ? 4 : 3) + "\(groupBy.label): \(key)"
    try emit(FormatPacket(.groupStart(GroupHeading(text: text, isFramed: isFramed))))
    (groupKey, isInGroup) = (key, true)
  }

  /// Lines for what is no object with properties, and errors.
  private func looseEntry(_ value: Value, _ context: ValueContext) throws -> FormatEntry? {
    if case .object(let object) = value, !options.isForced {
      if let record = object as? ErrorRecord { return .error(record) }
      if let exception = object as? ExceptionObject { return .lines(Self.lines(exception.message)) }
    }
    if !options.properties.isEmpty, !Members.propertyNames(value).isEmpty { return nil }
    if value.isPlainScalar { return .lines(Self.lines(try value.text(context))) }
    if let view = views.view(for: value.typeNames) {
      guard view.isOutOfBand, options.kind == nil, case .text(let lines) = view.shape else { return nil }
      return .lines(try lines(value, context))
    }
    if Members.propertyNames(value).isEmpty { return .lines(Self.lines(try value.displayString(context))) }
    return nil
  }

  /// An object within a run of another type.
  private func stray(_ value: Value, _ context: ValueContext) throws -> FormatEntry {
    var options = options
    (options.kind, options.properties, options.groupBy) = (.list, [], nil)
    return try ShapePlanner(options: options, views: ViewTable(), context: context).plan(for: value).entry(
      value, context)
  }

  static func lines(_ text: String) -> [String] {
    guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return [text] }
    var lines: [String] = [""]
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar == "\r" {
        if !(scalar == "\n" && previous == "\r") { lines.append("") }
      } else {
        lines[lines.count - 1].unicodeScalars.append(scalar)
      }
      previous = scalar
    }
    return lines
  }
}
