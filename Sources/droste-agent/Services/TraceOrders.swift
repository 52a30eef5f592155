internal import GuestLink
internal import HyperV
internal import NIOCore
internal import Probing

/// `POST /v1/trace`: watches for probes, sends them, tells what the kernel does with packets.
enum TraceOrders {
  static func handler(_ services: Services) -> OrderHandler<TraceOrder> {
    let traces = services.traces
    return OrderHandler(expected: "The body is no order of a trace.") { order, context in
      let promise = context.eventLoop.makePromise(of: TraceReport.self)
      // A thread of its own: sending takes as long as answers are awaited.
      startThread("droste-trace", stackSize: 256 * 1024) { promise.completeWith(Result { try traces.handle(order) }) }
      promise.futureResult.assumeIsolated().whenComplete { result in
        switch result {
        case .success(let report): Answer.json(report, to: context)
        case .failure(let error): Answer.failure(error, to: context)
        }
      }
    }
  }
}
