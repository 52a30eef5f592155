/// The parts of an error's category line (System.Management.Automation.ErrorCategoryInfo).
package struct CategoryInfo: Sendable {
  /// Units of a target's name that are shown; the middle of longer ones is left out.
  private static let nameLimit = 40

  package let category: String
  package let activity: String
  /// The exception's type without its namespace.
  package let reason: String
  package let targetName: String
  package let targetType: String

  package init(_ record: ErrorRecord) {
    category = record.category.rawValue
    activity = record.activity
    reason = record.shownCategory.reason ?? record.exception.exceptionType.shortName
    let target = record.targetObject
    targetName = record.shownCategory.targetName ?? (target.isNull ? "" : (try? target.displayString()) ?? "")
    targetType = record.shownCategory.targetType ?? (target.isNull ? "" : target.type.shortName)
  }

  /// `ObjectNotFound: (foo:String) [Get-Item], ItemNotFoundException`.
  package var message: String {
    let target = "(\(Self.ellipsized(targetName)):\(Self.ellipsized(targetType)))"
    let activity = Self.ellipsized(activity)
    return "\(category): \(target) [\(activity)], \(reason)"
  }

  /// As .NET's resource does: the first and last part around three dots.
  package static func ellipsized(_ text: String) -> String {
    let units = Array(text.utf16)
    guard units.count > nameLimit else { return text }
    let half = (nameLimit - 3) / 2
    return String(codeUnits: units.prefix(nameLimit - 3 - half)) + "..." + String(codeUnits: units.suffix(half))
  }
}

extension ErrorRecord {
  package var categoryInfo: CategoryInfo { CategoryInfo(self) }

  /// What is shown of it: ErrorDetails' message, else the exception's.
  package var message: String { details ?? exception.message }
}
