import Foundation
import GuestLink
import HyperV
import Testing

@Suite struct TraceOrderTests {
  @Test("Orders of a trace: clocks, a watch from its start to its end, and what is refused")
  func orders() async throws {
    let agent = try await LinkedAgent()
    let clocks = try await [
      agent.link.trace(TraceOrder(.clock, id: 1)).clock, agent.link.trace(TraceOrder(.clock, id: 1)).clock,
    ]
    #expect(clocks[0].monotonic < clocks[1].monotonic && clocks[0].time > 1_600_000_000_000_000_000)
    guard geteuid() == 0 else {
      let error = await #expect(throws: DrosteError.self) { try await agent.link.trace(TraceOrder(.start, id: 1)) }
      #expect(error?.code == .accessDenied)
      return
    }
    _ = try await agent.link.trace(TraceOrder(.start, id: .max, seconds: 30))
    #expect(try await agent.link.trace(TraceOrder(.read, id: .max)).system != nil)
    #expect(try await agent.link.trace(TraceOrder(.end, id: .max)).sightings.isEmpty)
    let gone = await #expect(throws: DrosteError.self) { try await agent.link.trace(TraceOrder(.end, id: .max)) }
    #expect(gone?.code == .objectNotFound)
    let wrong = await #expect(throws: DrosteError.self) { try await agent.link.trace(TraceOrder(.send, id: 1)) }
    #expect(wrong?.code == .invalidParameter)
  }
}
