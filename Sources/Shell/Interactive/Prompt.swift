internal import PowerShell

/// The prompt: what the session's function `prompt` gives, else `PS /path> `.
enum Prompt {
  static func text(_ session: Session) -> String {
    let standard = "PS \(session.location)> "
    guard session.function("prompt", in: session.global) != nil,
      let block = try? session.scriptBlock("prompt"), let made = try? session.invoke(.object(block))
    else { return standard }
    let text = made.compactMap { try? $0.displayString(session.context) }.joined()
    return text.isEmpty ? "PS>" : text
  }
}
