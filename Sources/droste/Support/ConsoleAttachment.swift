internal import AsyncAlgorithms
internal import HostAPI
internal import NIOCore
internal import NIOHTTP1

extension HostClient {
  /// Carries bytes between a terminal and a machine's serial console until `input` ends or the machine goes off.
  func attachConsole(
    _ machine: String, input: AsyncThrowingStream<ByteBuffer, any Error>,
    output: @escaping @Sendable (ByteBuffer) -> Void
  ) async throws {
    let (ended, end) = AsyncStream<Void>.makeStream()
    let typed = AsyncThrowingStream<ByteBuffer, any Error> { continuation in
      Task {
        do {
          for try await piece in input { continuation.yield(piece) }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
        end.finish()
      }
    }
    let response = try await open(.POST, "/v1/machines/\(Self.segment(machine))/console", body: typed)
    try await Self.check(response)
    defer { response.cancel() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for try await piece in response.body { output(piece) } }
      group.addTask { for await _ in ended {} }
      try await group.next()
      group.cancelAll()
    }
  }

  /// A name as one segment of a path: all but RFC 3986's unreserved characters escaped.
  private static func segment(_ name: String) -> String {
    name.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain =
        scalar.isASCII
        && (Character(scalar).isLetter || Character(scalar).isNumber || "-._~".contains(Character(scalar)))
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(Character(scalar)) : "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }
}
