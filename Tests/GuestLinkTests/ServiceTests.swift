import Doctor
import Foundation
import GuestLink
import HyperV
import NIOCore
import NIOPosix
import Testing

@Suite struct ServiceTests {
  @Test func factsForTheDoctor() async throws {
    let agent = try await LinkedAgent()
    let json = try await agent.link.body(at: "/v1/facts", for: "its facts")
    let facts = try JSONDecoder().decode(SystemFacts.self, from: Data(json))
    #expect(facts.kernel.release == (try await agent.link.information()).kernel)
    #expect(facts.processor.count > 0 && facts.memory.total > 1 << 20)
    #expect(facts.storage.map(\.path) == ["/"])
    #expect(facts.kvm.deviceExists == FileManager.default.fileExists(atPath: "/dev/kvm"))
    #expect(facts.kvm.deviceExists == (facts.kvm.probe != nil))
  }

  @Test func information() async throws {
    let agent = try await LinkedAgent()
    let information = try await agent.link.information()
    #expect(information.kernel == (try await agent.link.shell("uname -r")).outputText.dropLast())
    #expect(information.uptime > 0)
    #expect(information.processors > 0)
    #expect(information.memoryBytes > 1 << 20)
    #expect(["AuthenticAMD", "GenuineIntel"].contains(information.cpuVendor))
    #expect(information.cpuFlags.contains("lm"))
    #expect((information.hypervisor != nil) == information.cpuFlags.contains("hypervisor"))
    #expect((information.kvm != nil) == FileManager.default.fileExists(atPath: "/dev/kvm"))
    guard case .connected(let bootID) = agent.link.state else {
      Issue.record("not connected")
      return
    }
    #expect(information.bootID == bootID)
    let json = try JSONEncoder().encode(information)
    #expect(try JSONDecoder().decode(GuestInformation.self, from: json) == information)
  }

  @Test(arguments: ["poweroff", "reboot"])
  func power(program: String) async throws {
    let agent = try await LinkedAgent()
    let mark = agent.folder("done")
    func ask() async throws {
      if program == "reboot" { try await agent.link.reboot() } else { try await agent.link.shutDown() }
    }
    let error = await #expect(throws: DrosteError.self) { try await ask() }
    #expect(error?.code == .notSupported)
    _ = try await agent.link.shell(
      "printf '#!/bin/sh\\n: > \(mark)\\n' > \(agent.folder(program)); chmod +x \(agent.folder(program))")
    try await ask()
    let done = try await agent.link.shell(
      "n=0; while ! test -e \(mark) && test $n -lt 250; do sleep 0.02; n=$((n+1)); done; test -e \(mark)")
    #expect(done.exitCode == 0)
  }

  @Test func tunnelWithoutService() async throws {
    let agent = try await LinkedAgent()
    let error = await #expect(throws: DrosteError.self) { try await agent.link.openTunnel() }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("api.sock") == true)
  }

  /// A channel that is there before the agent has answered tells of a refusal by an error.
  @Test func eagerTunnelWithoutService() async throws {
    let agent = try await LinkedAgent()
    let received = tests.next().makePromise(of: ByteBuffer.self)
    let channel = try await agent.link.openTunnel(isEager: true) { channel in
      channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Collector(received)) }
    }
    channel.writeAndFlush(ByteBuffer(string: "GET / HTTP/1.1\r\n\r\n"), promise: nil)
    let error = await #expect(throws: DrosteError.self) { try await received.futureResult.get() }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("api.sock") == true)
    try await channel.closeFuture.get()
  }

  /// The stub service reads to the end of its input and then sends all of it back, so both half-closes are needed.
  @Test(arguments: [false, true]) func tunnelBothWays(isEager: Bool) async throws {
    let agent = try await LinkedAgent()
    let server = try await ServerBootstrap(group: tests)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(EchoAtEnd()) }
      }
      .bind(unixDomainSocketPath: agent.folder("api.sock")).get()
    let sent = Pattern.bytes(0..<2_000_000)
    for _ in 0..<3 {
      let received = tests.next().makePromise(of: ByteBuffer.self)
      let channel = try await agent.link.openTunnel(isEager: isEager) { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Collector(received)) }
      }
      try await channel.writeAndFlush(sent).get()
      try await channel.close(mode: .output).get()
      #expect(try await received.futureResult.get() == sent)
      try await channel.closeFuture.get()
    }
    try await server.close().get()
  }
}

private final class EchoAtEnd: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer
  private var bytes = ByteBuffer()

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { bytes.writeImmutableBuffer(unwrapInboundIn(data)) }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard event as? ChannelEvent == .inputClosed else { return }
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(bytes)).whenComplete { _ in channel.close(promise: nil) }
  }
}

private final class Collector: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  private let promise: EventLoopPromise<ByteBuffer>
  private var bytes = ByteBuffer()

  init(_ promise: EventLoopPromise<ByteBuffer>) { self.promise = promise }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) { bytes.writeImmutableBuffer(unwrapInboundIn(data)) }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event as? ChannelEvent == .inputClosed { promise.succeed(bytes) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { promise.fail(error) }

  func channelInactive(context: ChannelHandlerContext) { promise.fail(ChannelError.eof) }
}
