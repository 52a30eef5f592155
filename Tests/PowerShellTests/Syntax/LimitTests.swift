import Glibc
import PowerShell
import Testing

/// Nesting is limited before a thread's stack ends.
struct LimitTests {
  static let brackets = [
    "(", "@(", "$(", "{", "& {", "@{a=", "$a[", "$a.b(", "[int]::f(", "!", "-not ", "- ", "+ ", "[int]", ",", "++",
    "-join ", "\"$(", "@\"\n$(", "if(1){", "if(", "while(", "do{", "switch(1){1{", "switch(", "foreach($x in $(",
    "for(;;){", "function f{", "filter f{", "try{", "trap{", "$x=", "[List[", "1?", "foo (", "foo -a:(", "foo a$(",
    "foo {", "foo @{a=", "param($x=(", "function f($x=(", "[A(", "class A{F(){", "class A{$x=(", "data{", "1+(",
    "process{", "x|y{", "\"${a}$(", ":a for(;;){", "return (", "$a.(", "$a.$(", "1,(", "[a[],b[",
  ]

  @Test(arguments: brackets)
  func nesting(_ bracket: String) {
    let text = String(repeating: bracket, count: 3000)
    let identifiers = errorsOnSmallStack(text)
    #expect(!identifiers.isEmpty)
    if !["[a[],b[", "process{", "@\"\n$(", "1?"].contains(bracket) {
      #expect(identifiers.contains("NestingTooDeep"))
    }
  }

  @Test(arguments: [("1", "+1"), ("$a", ".b"), ("$a", "[0]"), ("$a", ".b()"), ("1", " -eq 1"), ("$a", "::b")])
  func chains(_ first: String, _ link: String) {
    let long = first + String(repeating: link, count: 50_000)
    #expect(errorsOnSmallStack(long) == ["NestingTooDeep"])
    let short = first + String(repeating: link, count: 500)
    #expect(errorsOnSmallStack(short).isEmpty)
  }

  @Test(arguments: ["(", "@(", "$(", "{"])
  func withinTheLimit(_ bracket: String) {
    let close = bracket == "{" ? "}" : ")"
    let count = ParseLimits.nesting - 1
    let text = String(repeating: bracket, count: count) + "1" + String(repeating: close, count: count)
    #expect(errorsOnSmallStack(text).isEmpty)
  }

  @Test("Flat lists have no limit", arguments: ["1,", "1;", "foo 1 2 3;", "$x=1\n", "'a' -f 1;", "foo a,b;"])
  func flat(_ item: String) {
    let text = String(repeating: item, count: 20_000) + "1"
    #expect(errorsOnSmallStack(text).isEmpty)
  }

  /// The identifiers of a text's errors, found on a thread with as little stack as the parser may be given: 512 KiB,
  /// without optimization 2 MiB.
  private func errorsOnSmallStack(_ text: String) -> [String] {
    #if DEBUG
      let stackSize = 2 << 20
    #else
      let stackSize = 512 << 10
    #endif
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    let job = Job(text)
    let context = Unmanaged.passRetained(job)
    defer { context.release() }
    var thread = pthread_t()
    let code = pthread_create(
      &thread, &attributes,
      { argument in
        if let argument { Unmanaged<Job>.fromOpaque(argument).takeUnretainedValue().run() }
        return nil
      }, context.toOpaque())
    guard code == 0 else { return ["NoThread"] }
    pthread_join(thread, nil)
    return job.identifiers
  }

  private final class Job {
    private let text: String
    private(set) var identifiers = ["NotRun"]

    init(_ text: String) { self.text = text }

    func run() { identifiers = SourceText(text).parse().errors.map(\.identifier) }
  }
}
