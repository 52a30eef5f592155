import PowerShell
import Shell
import Testing

struct ProgressBarTests {
  @Test(arguments: [
    (ProgressRecord(activity: "Copy", status: "a", percentComplete: 50), 40, "Copy  a  [ooooo     ] 50 %"),
    (ProgressRecord(activity: "Copy", status: "", percentComplete: 0), 40, "Copy  [          ] 0 %"),
    (ProgressRecord(activity: "Wait", status: "for it"), 40, "Wait  for it"),
    (
      ProgressRecord(activity: "Copy", status: "", percentComplete: 100, secondsRemaining: 3), 60,
      "Copy  3 s remaining  [ooooooooooooooo] 100 %"
    ),
    (ProgressRecord(activity: "A very long activity that does not fit"), 20, "A very long activity"),
  ])
  func draws(_ row: (ProgressRecord, Int, String)) { #expect(ProgressBar.line(row.0, width: row.1) == row.2) }

  @Test func vanishes() {
    var bar = ProgressBar()
    _ = bar.update(ProgressRecord(activity: "x"), width: 40)
    #expect(bar.isDrawn)
    #expect(bar.erase() == "\r\u{1B}[K")
    #expect(bar.erase() == "")
    _ = bar.update(ProgressRecord(activity: "x"), width: 40)
    #expect(bar.update(ProgressRecord(activity: "x", isCompleted: true), width: 40) == "\r\u{1B}[K")
  }
}
