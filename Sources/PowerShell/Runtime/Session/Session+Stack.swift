extension Session {
  /// Stack that must be left for a call: the deepest expression that the parser lets through, in a debug build.
  static let stackReserve: UInt = 1 << 20

  /// Notes how far the present thread's stack may be used: `options.stackSize` from here on, or all that it has.
  func measureStack() {
    let place = ThreadStack.place()
    stackLength = options.stackSize.map { UInt(max(0, $0)) } ?? ThreadStack.remaining(at: place)
    stackFloor = place - min(place, stackLength - min(Self.stackReserve, stackLength / 2))
  }

  /// Errors: CallDepthOverflow when the stack is nearly used up.
  @inline(__always)
  func checkStack() throws {
    if ThreadStack.place() < stackFloor { throw Limit.callDepth }
  }

  /// Before a text is parsed, whose nesting is limited but deeper than that of one call.
  func checkStackForParsing() throws {
    if ThreadStack.place() < stackFloor + min(stackLength / 3, Self.stackReserve * 3) { throw Limit.callDepth }
  }

  func enter() throws {
    try checkStack()
    try checkpoint()
    guard depth < options.callDepthLimit else { throw Limit.callDepth }
    depth += 1
  }

  func leave() { depth -= 1 }
}
