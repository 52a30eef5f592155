/// Answers that hold for the rest of a call.
struct ConfirmationMemory {
  var process: ConfirmAnswer?
  var continuesAll = false
}

/// The keys of a confirmation, in the order in which they are shown.
package enum ConfirmAnswer: Int {
  case yes, yesToAll, no, noToAll, suspend

  package static let choices: [ChoicePrompt.Choice] = [
    ChoicePrompt.Choice("&Yes", help: "Continue with only the next step of the operation."),
    ChoicePrompt.Choice("Yes to &All", help: "Continue with all the steps of the operation."),
    ChoicePrompt.Choice("&No", help: "Skip this operation and proceed with the next operation."),
    ChoicePrompt.Choice("No to A&ll", help: "Skip this operation and all subsequent operations."),
    suspendChoice,
  ]

  package static let suspendChoice = ChoicePrompt.Choice(
    "&Suspend",
    help: "Pause the current pipeline and return to the command prompt. Type \"exit\" to resume the pipeline.")
}
