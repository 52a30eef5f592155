internal import PowerShell

/// Compare-Object. Both sides are gone through side by side; an object without a counterpart waits for one until
/// `-SyncWindow` others have.
final class CompareObject: Cmdlet {
  private struct Entry {
    let object: Value
    let key: String
    let values: [Value]
  }

  /// Objects that wait for their counterpart, in order.
  private struct Backlog {
    private var entries: [Entry?] = []
    private var first = 0
    private var places: [String: [Int]] = [:]
    private(set) var count = 0

    mutating func add(_ entry: Entry) {
      places[entry.key, default: []].append(entries.count)
      entries.append(entry)
      count += 1
    }

    mutating func take(_ key: String) -> Entry? {
      guard let place = places[key]?.first else { return nil }
      return remove(place)
    }

    mutating func takeFirst() -> Entry? {
      while first < entries.count, entries[first] == nil { first += 1 }
      return first < entries.count ? remove(first) : nil
    }

    private mutating func remove(_ place: Int) -> Entry? {
      guard let entry = entries[place] else { return nil }
      places[entry.key]?.removeAll { $0 == place }
      entries[place] = nil
      count -= 1
      return entry
    }
  }

  private var references: [Entry] = []
  private var next = 0
  private var missing = Backlog()
  private var extra = Backlog()
  private var reader: KeyReader?
  private var labels: [String] = []
  private var window = Int.max

  func begin(_ invocation: Invocation) throws {
    try invocation.refuse(["Culture"], because: ObjectCommands.cultureReason)
    let parameters = try invocation.propertyParameters([.expression])
    labels = parameters.map(\.text)
    reader = KeyReader(parameters, ignoresCase: !invocation.bound.isSet("CaseSensitive"), invocation.host.values)
    window = invocation.bound.integer("SyncWindow").map(Int.init(clamping:)) ?? .max
    references = try (invocation.bound.elements("ReferenceObject") ?? []).compactMap { try entry($0) }
  }

  func process(_ invocation: Invocation) throws {
    for value in invocation.bound.elements("DifferenceObject") ?? [] {
      try step(try entry(value), invocation)
    }
  }

  func end(_ invocation: Invocation) throws {
    while next < references.count { try step(nil, invocation) }
    while let entry = extra.takeFirst() { try write(entry, "=>", invocation) }
    while let entry = missing.takeFirst() { try write(entry, "<=", invocation) }
  }

  private func entry(_ value: Value) throws -> Entry? {
    guard let reader, !value.isNull else { return nil }
    let key = try reader.key(of: value)
    return Entry(object: value, key: try reader.text(key), values: key.values.map { $0 ?? .null })
  }

  private func step(_ given: Entry?, _ invocation: Invocation) throws {
    var difference = given
    var reference: Entry?
    if next < references.count {
      reference = references[next]
      next += 1
    }
    if let one = difference, let other = reference, one.key == other.key {
      return try write(other, "==", invocation)
    }
    if let one = difference, let match = missing.take(one.key) {
      try write(match, "==", invocation)
      difference = nil
    }
    if let one = reference, extra.take(one.key) != nil {
      try write(one, "==", invocation)
      reference = nil
    }
    if let difference { try wait(difference, &extra, "=>", invocation) }
    if let reference { try wait(reference, &missing, "<=", invocation) }
  }

  private func wait(_ entry: Entry, _ backlog: inout Backlog, _ side: String, _ invocation: Invocation) throws {
    if window == 0 { return try write(entry, side, invocation) }
    while backlog.count >= window, let oldest = backlog.takeFirst() { try write(oldest, side, invocation) }
    backlog.add(entry)
  }

  private func write(_ entry: Entry, _ side: String, _ invocation: Invocation) throws {
    let bound = invocation.bound
    if side == "=="
      ? !(bound.isSet("IncludeEqual") || bound.isSet("ExcludeDifferent")) : bound.isSet("ExcludeDifferent")
    {
      return
    }
    if bound.isSet("PassThru") {
      let object = entry.object
      if let reference = object.reference {
        reference.addedMembers()["SideIndicator"] = .note(.string(side))
        return try invocation.writeOutput(object)
      }
      let wrapper = WrappedValue(object)
      wrapper.addedMembers()["SideIndicator"] = .note(.string(side))
      return try invocation.writeOutput(.wrapped(wrapper))
    }
    let result = PropertyBag()
    if labels.isEmpty { result["InputObject"] = entry.object }
    for (label, value) in zip(labels, entry.values) { result[label] = value }
    result["SideIndicator"] = .string(side)
    try invocation.writeOutput(.object(result))
  }
}
