internal import FoundationEssentials
internal import HyperV
internal import NIOCore
internal import NIOHPACK

extension GuestLink {
  /// Bytes of output and error output together that `execute` takes by default.
  public static let defaultOutputLimit = 64 * 1024 * 1024

  /// Runs a command to its end and gathers what it writes.
  ///
  /// - Parameter outputLimit: bytes of output and error output together; beyond it the command is killed.
  /// - Throws: `objectNotFound`, `accessDenied` or `invalidParameter` for what cannot be run, `outOfMemory` beyond the
  ///   limit, `unavailable` when the link is lost. Cancelling the task kills the command.
  public func execute(
    _ request: ExecRequest, outputLimit: Int = GuestLink.defaultOutputLimit
  ) async throws -> ExecResult {
    let session = try await start(request, hasInput: !request.input.isEmpty)
    defer { session.cancel() }
    let input = request.input
    return try await withThrowingTaskGroup(of: Void.self) { group in
      if !input.isEmpty {
        group.addTask {
          // A command need not read its input: what goes wrong here shows in its events, or does not matter.
          try? await session.write(ByteBuffer(bytes: input))
          try? await session.finishInput()
        }
      }
      var result = ExecResult(exitCode: 0)
      for try await event in session.events {
        switch event {
        case .output(let bytes): result.output += bytes.readableBytesView
        case .error(let bytes): result.error += bytes.readableBytesView
        case .exit(let code, let signal):
          result.exitCode = code
          result.signal = signal
        }
        if result.output.count + result.error.count > outputLimit {
          throw DrosteError(
            .outOfMemory,
            "The command \(request.arguments) wrote more than the \(outputLimit) bytes that are kept of it.",
            hint: "Let the command write to a file in the guest, and copy the file.")
        }
      }
      // Whatever input is left has no reader.
      session.cancel()
      return result
    }
  }

  /// Starts a command whose input and output are passed on as they come.
  ///
  /// - Parameter request: its `input` is not sent; use `ExecSession.write`.
  /// - Throws: as `execute`.
  public func startExecution(_ request: ExecRequest) async throws -> ExecSession {
    try await start(request, hasInput: true)
  }

  private func start(_ request: ExecRequest, hasInput: Bool) async throws -> ExecSession {
    var head = request
    head.input = []
    let json = try JSONEncoder().encode(head)
    guard json.count <= LinkHTTP.maximumJSONBytes else {
      throw DrosteError(
        .invalidParameter,
        "The command with its environment takes \(json.count) bytes; at most \(LinkHTTP.maximumJSONBytes) can be sent.",
        hint: "Copy a script into the guest and run that.")
    }
    let stream = try await session("running \(request.arguments.first ?? "nothing")").open(
      "POST", "/v1/exec", end: false)
    try await stream.send(.data(ExecFrame(.request, ByteBuffer(bytes: json)).bytes, end: !hasInput))
    try await stream.answer()
    return ExecSession(stream)
  }
}
