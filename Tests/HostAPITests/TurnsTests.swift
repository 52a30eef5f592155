import HostAPI
import Synchronization
import Testing

struct TurnsTests {
  private final class Watch: Sendable {
    struct State {
      var running = 0
      var most = 0
      var ended = 0
    }
    let state = Mutex(State())

    func begin() {
      state.withLock {
        $0.running += 1
        $0.most = max($0.most, $0.running)
      }
    }

    func end() {
      state.withLock {
        $0.running -= 1
        $0.ended += 1
      }
    }
  }

  @Test(arguments: [(0, 1), (1, 1), (2, 2), (8, 8)]) func soManyAtATime(width: Int, most: Int) async {
    let watch = Watch()
    let jobs = (0..<20).map { _ -> Turns.Job in
      {
        watch.begin()
        for _ in 0..<10 { await Task.yield() }
        watch.end()
      }
    }
    await Turns.run(jobs, width: width)
    let state = watch.state.withLock { $0 }
    #expect(state.ended == 20 && state.running == 0)
    #expect(state.most <= most)
  }

  /// Some that wait for what does not come hold up the others for a second only.
  @Test func silentOnesHoldUpNobodyForLong() async {
    let watch = Watch()
    let silent = (0..<5).map { _ -> Turns.Job in
      { while watch.state.withLock({ $0.ended == 0 }) { await Task.yield() } }
    }
    let start = ContinuousClock.now
    let last: Turns.Job = { watch.end() }
    await Turns.run(silent + [last], width: 1)
    #expect(start.duration(to: .now) < .seconds(8))
  }

  @Test func whatIsCancelledWaitsForNobody() async {
    let watch = Watch()
    let task = Task {
      let sleepers = (0..<3).map { _ -> Turns.Job in
        {
          try? await Task.sleep(for: .seconds(60))
          watch.end()
        }
      }
      await Turns.run(sleepers, width: 1)
    }
    task.cancel()
    await task.value
    #expect(watch.state.withLock { $0.ended } == 3)
  }
}
