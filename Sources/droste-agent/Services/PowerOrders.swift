internal import Glibc
internal import GuestLink
internal import HyperV
internal import NIOCore
internal import NIOPosix

/// `POST /v1/power`: writes the file systems, answers, and only then lets the guest go down.
enum PowerOrders {
  static func handler(_ services: Services) -> OrderHandler<PowerRequest> {
    OrderHandler(expected: "The body must be {\"action\": \"shutdown\"} or {\"action\": \"reboot\"}.") {
      request, context in
      let program = request.action == .shutdown ? services.options.powerOff : services.options.reboot
      guard access(program, X_OK) == 0 else {
        return Answer.failure(
          DrosteError(.notSupported, "The guest has no \(program) that could be run: \(errorText(errno))."),
          to: context)
      }
      services.files.runIfActive(eventLoop: context.eventLoop) { sync() }
        .assumeIsolated().whenComplete { _ in
          Answer.json(request, status: 202, to: context)
          // The answer has to pass the pump and the port; a guest goes down slower than that.
          context.eventLoop.scheduleTask(in: .milliseconds(50)) { run(program) }
        }
    }
  }

  private static func run(_ program: String) {
    do {
      let child = try ChildProcess.spawn(ExecRequest(arguments: [program]), piped: false)
      log("\(program) runs as process \(child.processID).")
    } catch {
      log("\(error)")
    }
  }
}
