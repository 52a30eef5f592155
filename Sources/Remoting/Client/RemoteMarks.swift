internal import PowerShell

/// The properties that say where an object came from (about_Remote_Output).
struct RemoteMarks {
  let computerName: String
  let runspaceID: Guid
  /// Without -HideComputerName.
  let showsComputerName: Bool

  static let computerName = "PSComputerName"
  static let runspaceID = "RunspaceId"
  static let showsComputerName = "PSShowComputerName"

  /// Scalars are wrapped to carry them; null carries nothing.
  func mark(_ value: Value) -> Value {
    switch value {
    case .null, .nothing: return value
    case .array(let array):
      mark(array.addedMembers())
      return value
    case .object(let bag as PropertyBag):
      for (name, mark) in notes { bag[name] = mark }
      return value
    case .object(let object):
      mark(object.addedMembers())
      return value
    case .wrapped(let wrapper):
      mark(wrapper.addedMembers())
      return value
    default:
      let wrapper = WrappedValue(value)
      mark(wrapper.addedMembers())
      return .wrapped(wrapper)
    }
  }

  func mark(_ record: ErrorRecord) { record.addedMembers()[Self.computerName] = .note(.string(computerName)) }

  private func mark(_ members: AddedMembers) { for (name, value) in notes { members[name] = .note(value) } }

  private var notes: [(String, Value)] {
    [
      (Self.computerName, .string(computerName)), (Self.runspaceID, .guid(runspaceID)),
      (Self.showsComputerName, .boolean(showsComputerName)),
    ]
  }
}
