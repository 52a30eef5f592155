/// A table of keys and values: Hashtable, ordered dictionary, Dictionary[K,V]. All keep the order of insertion.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class DictionaryObject: ObjectReference, @unchecked Sendable {
  package let dictionaryType: TypeReference
  package let isCaseSensitive: Bool
  private var slots: [DictionaryKey: Int] = [:]
  /// Nil where an entry was removed; squeezed out when they are the most.
  private var entries: [(key: Value, value: Value)?] = []

  /// A table that a literal makes ignores case; one that a constructor makes does not.
  package init(type: TypeReference = BuiltInType.hashtable, isCaseSensitive: Bool = false) {
    (dictionaryType, self.isCaseSensitive) = (type, isCaseSensitive)
  }

  package convenience init(_ pairs: KeyValuePairs<String, Value>, type: TypeReference = BuiltInType.hashtable) {
    self.init(type: type)
    for (key, value) in pairs { self[.string(key)] = value }
  }

  override func takeContents() -> [Value] {
    let contents = entries.compactMap { $0?.value }
    removeAll()
    return contents
  }

  deinit {
    var contents = takeContents()
    Dismantling.free(&contents)
  }

  package override var type: TypeReference { dictionaryType }

  package var isOrdered: Bool { dictionaryType.kind == .orderedDictionary }
  package var count: Int { slots.count }
  package var keys: [Value] { entries.compactMap { $0?.key } }
  package var values: [Value] { entries.compactMap { $0?.value } }
  package var pairs: [(key: Value, value: Value)] { entries.compactMap { $0 } }

  package func contains(_ key: Value) -> Bool { slot(of: key) != nil }

  /// Setting nil removes the entry.
  package subscript(key: Value) -> Value? {
    get { slot(of: key).flatMap { entries[$0]?.value } }
    set {
      guard let newValue else { return remove(key) }
      let hashed = DictionaryKey(key, isCaseSensitive)
      if let slot = slots[hashed] {
        entries[slot]?.value = newValue
      } else {
        slots[hashed] = entries.count
        entries.append((key.unwrapped, newValue))
      }
    }
  }

  package subscript(name: String) -> Value? {
    get { self[.string(name)] }
    set { self[.string(name)] = newValue }
  }

  /// The entry at a place in the order; nil outside.
  package func entry(at index: Int) -> (key: Value, value: Value)? {
    squeeze()
    return entries.indices.contains(index) ? entries[index] : nil
  }

  package func setValue(at index: Int, _ value: Value) -> Bool {
    squeeze()
    guard entries.indices.contains(index) else { return false }
    entries[index]?.value = value
    return true
  }

  /// Inserts at a place in the order; false outside or when the key is there.
  package func insert(_ key: Value, _ value: Value, at index: Int) -> Bool {
    squeeze()
    guard 0...entries.count ~= index, !contains(key) else { return false }
    entries.insert((key.unwrapped, value), at: index)
    renumber()
    return true
  }

  package func remove(_ key: Value) {
    guard let slot = slots.removeValue(forKey: DictionaryKey(key, isCaseSensitive)) else { return }
    entries[slot] = nil
    if entries.count > 16, slots.count < entries.count / 2 { squeeze() }
  }

  package func removeAll() {
    slots = [:]
    entries = []
  }

  package func copy() -> DictionaryObject {
    let copy = DictionaryObject(type: dictionaryType, isCaseSensitive: isCaseSensitive)
    copy.slots = slots
    copy.entries = entries
    return copy
  }

  package override var dynamicPropertyNames: [String] {
    keys.compactMap { if case .string(let name) = $0 { name } else { nil } }
  }

  package override func dynamicProperty(_ name: String) -> Value? { self[.string(name)] }

  package override func setDynamicProperty(_ name: String, _ value: Value) throws -> Bool {
    self[.string(name)] = value
    return true
  }

  private func slot(of key: Value) -> Int? { slots[DictionaryKey(key, isCaseSensitive)] }

  private func squeeze() {
    guard entries.count != slots.count else { return }
    entries.removeAll { $0 == nil }
    renumber()
  }

  private func renumber() {
    slots.removeAll(keepingCapacity: true)
    for (index, entry) in entries.enumerated() {
      if let entry { slots[DictionaryKey(entry.key, isCaseSensitive)] = index }
    }
  }
}

/// An entry of a table, as `GetEnumerator()` gives it.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class DictionaryEntry: ObjectReference, @unchecked Sendable {
  package let key: Value
  package let value: Value

  package init(key: Value, value: Value) { (self.key, self.value) = (key, value) }

  package override var type: TypeReference { BuiltInType.dictionaryEntry }
}
