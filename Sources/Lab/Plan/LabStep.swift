public import HyperV

/// One thing that `up` would do on one host.
public struct LabStep: Hashable, Sendable {
  public enum Action: String, Sendable {
    case create, change, start, configure, remove
  }

  public enum Kind: String, Sendable {
    case `switch`, nat, machine, address
  }

  public let action: Action
  public let kind: Kind
  /// Of the object; of the machine, for an address.
  public let name: String
  /// What is created, or what changes; empty for removals.
  public let detail: String

  public init(_ action: Action, _ kind: Kind, _ name: String, _ detail: String = "") {
    self.action = action
    self.kind = kind
    self.name = name
    self.detail = detail
  }
}

extension LabStep: CustomStringConvertible {
  /// `+ switch Lab (NAT 10.77.0.1/24)`, `~ machine L1: memory 2 GiB -> 4 GiB`, `- machine old`.
  public var description: String {
    switch action {
    case .create: "+ \(kind.rawValue) \(name)" + (detail.isEmpty ? "" : " (\(detail))")
    case .change: "~ \(kind.rawValue) \(name): \(detail)"
    case .start: "> \(kind.rawValue) \(name): start"
    case .configure: "~ machine \(name): \(detail)"
    case .remove: "- \(kind.rawValue) \(name)"
    }
  }
}

/// Something that the file asks for and that cannot be done as things are.
public struct LabRefusal: Hashable, Sendable {
  public let place: LabPlace
  public let error: DrosteError

  public init(place: LabPlace, error: DrosteError) {
    self.place = place
    self.error = error
  }
}
