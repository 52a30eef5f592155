internal import Formatting
internal import PowerShell

/// How the objects of this module are shown.
enum ManagementViews {
  static let all: [ViewDefinition] = files + system + cim + features
}
