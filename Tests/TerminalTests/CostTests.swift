import LevelCost
import Terminal
import Testing

/// The table and the chart of `droste bench nest`, letter by letter.
@Suite struct CostTests {
  private static func level(
    _ name: String, engine: String? = nil, qemu: String? = nil, scale: Double, outer: Double = 6
  ) -> NestCost.Level {
    let medians: [CostQuantity: Double] = [
      .systemCall: 1e-7, .cpuid: 2.5e-8, .pageFault: 5e-7, .freshPage: 9e-7, .compileLoad: 4.25e-3, .memoryCopy: 1e-10,
      .memoryLatency: 9.5e-8, .diskAccess: 1.2e-4, .diskStream: 5e-10, .networkRoundTrip: 2.4e-5, .networkStream: 2e-10,
    ]
    return NestCost.Level(
      name: name, engine: engine, qemu: qemu, processor: "AMD EPYC", processors: engine == nil ? 2 : 1, kernel: "6.1.0",
      seconds: 6, outerSeconds: outer,
      readings: medians.mapValues { median in
        let value = median * scale
        return CostReading(sample: CostSample(median: value, least: value, most: value))
      })
  }

  private static var nest: NestCost {
    var cost = NestCost(levels: [])
    cost.append(level("L0", scale: 1))
    var emulated = level("L1", engine: "TCG", qemu: "7.2.22", scale: 12.5)
    emulated.readings[.cpuid]?.sample = CostSample(median: 1e-8, least: 1e-8, most: 1e-8)
    cost.append(emulated)
    var inner = level("L2", engine: "KVM", qemu: "7.2.22", scale: 25, outer: 12)
    inner.readings[.cpuid]?.sample = CostSample(median: 3.3e-5, least: 1e-8, most: 1e-4)
    inner.readings[.diskAccess] = CostReading(problem: "no disk\u{1B}[31m")
    cost.append(inner)
    return cost
  }

  @Test func tableIsThis() {
    #expect(
      CostTable(style: .plain).lines(Self.nest) == [
        "L0  AMD EPYC, 2 processors; Linux 6.1.0",
        "L1  emulated (TCG) by QEMU 7.2.22; AMD EPYC, 1 processor; Linux 6.1.0",
        "L2  under KVM by QEMU 7.2.22; AMD EPYC, 1 processor; Linux 6.1.0",
        "",
        "                           L0         L1   L1/L0          L2    L2/L1",
        "system call            100 ns    1.25 µs  12.5 ×     2.50 µs   2.00 ×",
        "CPUID (exit)          25.0 ns    10.0 ns  0.40 ×     33.0 µs  3,300 ×",
        "page fault             500 ns    6.25 µs  12.5 ×     12.5 µs   2.00 ×",
        "fresh page (exit)      900 ns    11.2 µs  12.5 ×     22.5 µs   2.00 ×",
        "compile-like load     4.25 ms    53.1 ms  12.5 ×      106 ms   2.00 ×",
        "memory copy         9.3 GiB/s  763 MiB/s  12.5 ×   381 MiB/s   2.00 ×",
        "memory latency        95.0 ns    1.19 µs  12.5 ×     2.38 µs   2.00 ×",
        "disk read, 4 KiB       120 µs    1.50 ms  12.5 ×        none",
        "disk read, stream   1.9 GiB/s  153 MiB/s  12.5 ×  76.3 MiB/s   2.00 ×",
        "network round trip    24.0 µs     300 µs  12.5 ×      600 µs   2.00 ×",
        "network stream      4.7 GiB/s  381 MiB/s  12.5 ×   191 MiB/s   2.00 ×",
        "",
        "L2 disk read, 4 KiB: no disk\\u{1b}[31m",
        "L2: 6.0 s passed by its clock and 12.0 s by that of L0 while it was measured; its values are wrong by as much",
      ])
  }

  @Test(arguments: [
    (CostQuantity.cpuid, 9.994e-9, "9.99 ns"), (.cpuid, 1e-6, "1.00 µs"), (.cpuid, 9.999e-7, "1.00 µs"),
    (.cpuid, 0.0123, "12.3 ms"), (.cpuid, 0.9999, "1.00 s"), (.cpuid, 90, "90.0 s"), (.diskStream, 1e-9, "954 MiB/s"),
    (.networkStream, 1e-6, "977 KiB/s"), (.memoryCopy, 1e-30, "1 EiB/s"),
  ]) func valuesAreTold(_ quantity: CostQuantity, _ seconds: Double, _ text: String) {
    #expect(CostTable.value(seconds, quantity) == text)
  }

  @Test(arguments: [
    (0.4, "0.40 ×"), (0.0999, "0.10 ×"), (0.042, "0.042 ×"), (0.00419, "0.0042 ×"), (0.00001, "0.000010 ×"),
    (9.996, "10.0 ×"), (99.96, "100 ×"), (12345.6, "12,346 ×"),
  ])
  func ratiosAreTold(_ ratio: Double, _ text: String) { #expect(CostTable.ratio(ratio) == text) }

  @Test func chartIsThis() {
    var cost = Self.nest
    for index in cost.levels.indices {
      cost.levels[index].ratios = cost.levels[index].ratios.filter {
        [.systemCall, .cpuid, .diskAccess].contains($0.key)
      }
    }
    #expect(CostChart(cost).text.split(separator: "\n").map(String.init) == Self.chart)
  }

  /// Names from elsewhere can close no tag.
  @Test func chartEscapes() {
    var cost = NestCost(levels: [Self.level("L0", scale: 1)])
    cost.append(Self.level("L1", engine: "</text><script>&\"", qemu: "\u{1B}", scale: 2))
    let text = CostChart(cost).text
    #expect(text.contains("&lt;/text&gt;&lt;script&gt;&amp;&quot;"))
    #expect(!text.contains("<script") && !text.contains("\u{1B}"))
  }

  /// Bars end where the axis does, whatever the values are.
  @Test func chartStaysWithinItself() throws {
    var cost = NestCost(levels: [Self.level("L0", scale: 1)])
    cost.append(Self.level("L1", engine: "TCG", scale: 1e9))
    cost.append(Self.level("L2", engine: "KVM", scale: 1e-2))
    let chart = CostChart(cost).text
    let bars = chart.split(separator: "\n").filter { $0.hasPrefix("<rect") && $0.contains("height=\"10.0\"") }
    #expect(bars.count > 20)
    for bar in bars {
      let numbers = try ["x", "width"].map { name in
        let text = try #require(bar.split(separator: " \(name)=\"").dropFirst().first?.prefix { $0 != "\"" })
        return try #require(Double(text))
      }
      #expect(numbers[0] >= 0 && numbers[0] + numbers[1] <= 640.1, "\(bar)")
    }
  }

  private static let chart = #"""
    <svg xmlns="http://www.w3.org/2000/svg" width="720.0" height="201.0" viewBox="0 0 720.0 201.0" role="img">
    <title>What one level more costs: how many times slower each level is than the one above</title>
    <style>
    text{font:12px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:#6e7781}
    .h{font-weight:600;font-size:14px}.e{text-anchor:end}.m{text-anchor:middle}.a,.v{font-size:10px}
    .grid{stroke:#8c959f;stroke-opacity:.35}.one{stroke:#8c959f}
    .b0{fill:#218bff}.b1{fill:#bf8700}.b2{fill:#a475f9}
    @media (prefers-color-scheme:light){text{fill:#57606a}.h,.e{fill:#24292f}}
    @media (prefers-color-scheme:dark){text{fill:#9198a1}.h,.e{fill:#f0f6fc}}
    </style>
    <text x="0.0" y="16.0" class="h">What one level more costs: times slower than the level above (left of 1 ×: faster)</text>
    <rect x="0" y="25.0" width="10" height="10" class="b0"/>
    <text x="16.0" y="34.0" class="l">L1 / L0: emulated (TCG) by QEMU 7.2.22</text>
    <rect x="0" y="41.0" width="10" height="10" class="b1"/>
    <text x="16.0" y="50.0" class="l">L2 / L1: under KVM by QEMU 7.2.22</text>
    <line x1="150.0" y1="72.0" x2="150.0" y2="171.0" class="grid"/>
    <text x="150.0" y="187.0" class="a m">0.1 ×</text>
    <line x1="248.0" y1="72.0" x2="248.0" y2="171.0" class="one"/>
    <text x="248.0" y="187.0" class="a m">1 ×</text>
    <line x1="346.0" y1="72.0" x2="346.0" y2="171.0" class="grid"/>
    <text x="346.0" y="187.0" class="a m">10 ×</text>
    <line x1="444.0" y1="72.0" x2="444.0" y2="171.0" class="grid"/>
    <text x="444.0" y="187.0" class="a m">100 ×</text>
    <line x1="542.0" y1="72.0" x2="542.0" y2="171.0" class="grid"/>
    <text x="542.0" y="187.0" class="a m">1,000 ×</text>
    <line x1="640.0" y1="72.0" x2="640.0" y2="171.0" class="grid"/>
    <text x="640.0" y="187.0" class="a m">10,000 ×</text>
    <text x="140.0" y="93.0" class="e">system call</text>
    <rect x="248.0" y="78.0" width="107.5" height="10.0" class="b0"/>
    <text x="359.5" y="87.0" class="v">12.5 ×</text>
    <rect x="248.0" y="89.0" width="29.5" height="10.0" class="b1"/>
    <text x="281.5" y="98.0" class="v">2.00 ×</text>
    <text x="140.0" y="124.0" class="e">CPUID (exit)</text>
    <rect x="209.0" y="109.0" width="39.0" height="10.0" class="b0"/>
    <text x="252.0" y="118.0" class="v">0.40 ×</text>
    <rect x="248.0" y="120.0" width="344.8" height="10.0" class="b1"/>
    <text x="596.8" y="129.0" class="v">3,300 ×</text>
    <text x="140.0" y="155.0" class="e">disk read, 4 KiB</text>
    <rect x="248.0" y="140.0" width="107.5" height="10.0" class="b0"/>
    <text x="359.5" y="149.0" class="v">12.5 ×</text>
    </svg>
    """#.split(separator: "\n").map(String.init)
}
