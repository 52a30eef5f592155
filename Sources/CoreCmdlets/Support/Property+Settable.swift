internal import PowerShell

extension Property {
  /// One that can be set.
  init(_ name: String, get: @escaping Getter, setting set: @escaping Setter) { self.init(name, set: set, get) }
}
