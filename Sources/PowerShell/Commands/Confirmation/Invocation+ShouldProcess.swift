/// Asking before something is changed (about_Functions_CmdletBindingAttribute, Everything about ShouldProcess).
extension Invocation {
  /// Whether to go on with `action` (the command's name, where it is not given) on `target`.
  package func shouldProcess(_ target: String, _ action: String? = nil) throws -> Bool {
    let text = "Performing the operation \"\(action ?? metadata.name)\" on target \"\(target)\"."
    return try shouldProcess(description: text, question: text)
  }

  /// With texts of one's own: `description` is what `-WhatIf` and `-Verbose` show, `question` what `-Confirm` asks.
  package func shouldProcess(
    description: String, question: String, caption: String = ConfirmationText.caption
  ) throws -> Bool {
    if common.whatIf ?? host.variable("WhatIfPreference").isTrue {
      try host.write(.host("What if: \(description)"))
      return false
    }
    switch confirmation.process {
    case .yesToAll?: return true
    case .noToAll?: return false
    default: break
    }
    guard asksFirst else {
      try writeVerbose(description)
      return true
    }
    return try ask(caption: caption, message: question)
  }

  /// Asks whatever the preferences say, as commands do that `-Force` silences. `caption` is above the question.
  package func shouldContinue(_ question: String, caption: String = ConfirmationText.caption) throws -> Bool {
    let prompt = ChoicePrompt(
      caption: caption, message: question,
      choices: [ConfirmAnswer.choices[0], ConfirmAnswer.choices[2], ConfirmAnswer.suspendChoice])
    while true {
      switch try host.choose(prompt) {
      case 0: return true
      case 2: try host.suspend()
      default: return false
      }
    }
  }

  /// `shouldContinue` unless `-Force` is bound and set; `-WhatIf` and `-Confirm` were asked about before.
  package func shouldContinueUnlessForced(
    _ question: String, caption: String = ConfirmationText.caption
  ) throws -> Bool {
    if bound.isSet("Force") || confirmation.continuesAll { return true }
    let prompt = ChoicePrompt(caption: caption, message: question, choices: ConfirmAnswer.choices)
    switch try answer(prompt) {
    case .yesToAll:
      confirmation.continuesAll = true
      return true
    case .yes: return true
    case .no, .noToAll, .suspend: return false
    }
  }

  /// Whether a record of `Inquire` lets the command go on.
  func mayContinue(_ text: String) throws -> Bool {
    let halt = ChoicePrompt.Choice("&Halt Command", help: "Stop this command.")
    let prompt = ChoicePrompt(
      caption: ConfirmationText.caption, message: "\(text)\n\(ConfirmationText.continueQuestion)",
      choices: [ConfirmAnswer.choices[0], ConfirmAnswer.choices[1], halt, ConfirmAnswer.suspendChoice])
    if confirmation.continuesAll { return true }
    while true {
      switch try host.choose(prompt) {
      case 0: return true
      case 1:
        confirmation.continuesAll = true
        return true
      case 3: try host.suspend()
      default: return false
      }
    }
  }

  /// `-Confirm`, else whether the command's impact reaches `$ConfirmPreference`.
  private var asksFirst: Bool {
    let threshold: ConfirmImpact =
      switch common.confirm {
      case true?: .low
      case false?: .none
      case nil: confirmPreference
      }
    return threshold != .none && metadata.confirmImpact >= threshold
  }

  private var confirmPreference: ConfirmImpact {
    let value = host.variable("ConfirmPreference")
    if let number = value.integerValue { return ConfirmImpact(rawValue: Int(clamping: number)) ?? .high }
    return (try? value.displayString(host.values)).flatMap(ConfirmImpact.init(named:)) ?? .high
  }

  private func ask(caption: String, message: String) throws -> Bool {
    let question = "\(ConfirmationText.question)\n\(message)"
    let answer = try answer(ChoicePrompt(caption: caption, message: question, choices: ConfirmAnswer.choices))
    if answer == .yesToAll || answer == .noToAll { confirmation.process = answer }
    return answer == .yes || answer == .yesToAll
  }

  private func answer(_ prompt: ChoicePrompt) throws -> ConfirmAnswer {
    while true {
      guard let answer = ConfirmAnswer(rawValue: try host.choose(prompt)) else { return .no }
      if answer != .suspend { return answer }
      try host.suspend()
    }
  }
}

/// The texts around a confirmation.
package enum ConfirmationText {
  package static let caption = "Confirm"
  package static let question = "Are you sure you want to perform this action?"
  package static let continueQuestion = "Continue with this operation?"
}
