/// Things by name: case-insensitive, in the order in which they were first set.
package struct NamedValues<Element: Sendable>: Sendable {
  private var slots: [String: Int] = [:]
  package private(set) var entries: [(name: String, value: Element)] = []

  package init() {}

  package var count: Int { entries.count }

  package subscript(name: String) -> Element? {
    get { slots[name.caseFolded].map { entries[$0].value } }
    set {
      let key = name.caseFolded
      switch (slots[key], newValue) {
      case (let slot?, let value?): entries[slot].value = value
      case (nil, let value?):
        slots[key] = entries.count
        entries.append((name, value))
      case (let slot?, nil):
        entries.remove(at: slot)
        slots = Dictionary(entries.enumerated().map { ($1.name.caseFolded, $0) }, uniquingKeysWith: { $1 })
      case (nil, nil): break
      }
    }
  }
}
