/// A broken promise of the switch, as a sentence.
struct Finding: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// What is to hold now; a `Finding` when it does not.
func expect(_ holds: Bool, _ text: @autoclosure () -> String) throws {
  if !holds { throw Finding(text()) }
}
