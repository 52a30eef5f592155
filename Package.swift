// swift-tools-version: 6.2
import PackageDescription

/// Every target: Swift 6 language mode, the upcoming features, warnings as errors.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

/// What PowerShell brings into every guest, where the program lies in memory: made small rather than fast, because
/// nothing of it is on a hot path.
let small: [SwiftSetting] = house + [.unsafeFlags(["-Osize"], .when(configuration: .release))]

/// Tests of wire formats and tables look inside of the target.
let testable: [SwiftSetting] = [.unsafeFlags(["-enable-testing"], .when(configuration: .release))]

/// Packet targets also name each unsafe expression.
let packets: [SwiftSetting] = house + [.strictMemorySafety()]

/// Links the Swift library in, so that an executable needs of the system only the C and C++ libraries and runs in the
/// images too. `--static-swift-stdlib` would do the same, but also builds everything against a library without Testing:
/// twice the time for `make test`. What the static archives need of each other is not recorded for objects that were
/// built for the shared ones, so it is named here.
///
/// - Parameter static: the C library too. Nothing is relocated then when it starts, which is most of what a process
///   costs in an emulated machine: 70 ms instead of 200 the first time, 10 instead of 80 afterwards. Without names of
///   users and hosts, which that library loads as needed.
func standalone(fullFoundation: Bool = false, static: Bool = false) -> [LinkerSetting] {
  let archives =
    ["_FoundationCollections", "_FoundationCShims", "_FoundationICU", "FoundationEssentials"]
    + (fullFoundation ? ["Foundation", "FoundationInternationalization", "CoreFoundation"] : [])
  let group = ["--start-group"] + archives.map { "-l\($0)" } + ["--end-group", "-lstdc++"]
  return [.unsafeFlags([`static` ? "-static-executable" : "-static-stdlib"] + group.flatMap { ["-Xlinker", $0] })]
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncAlgorithms = Target.Dependency.product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioFileSystem = Target.Dependency.product(name: "_NIOFileSystem", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioHPACK = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "droste",
  products: [
    .executable(name: "droste", targets: ["droste"]),
    .executable(name: "droste-agent", targets: ["droste-agent"]),
    .executable(name: "droste-powershell", targets: ["droste-powershell"]),
    .executable(name: "droste-switch", targets: ["droste-switch"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    // Ground
    .target(name: "CDroste"),
    .systemLibrary(name: "CSlirp"),
    .target(name: "Ethernet", swiftSettings: packets),
    .target(name: "Processes", dependencies: ["CDroste"], swiftSettings: house),
    .target(name: "QMP", dependencies: [nio, nioPosix], swiftSettings: house),
    .target(name: "Virtio", dependencies: ["CDroste"], swiftSettings: packets),
    .target(name: "Netlink", swiftSettings: small),
    .target(name: "PowerShell", swiftSettings: house),
    .target(name: "Formatting", dependencies: ["PowerShell"], swiftSettings: house),
    // Model
    .target(name: "HyperV", dependencies: ["Ethernet"], swiftSettings: house),
    .target(name: "Doctor", dependencies: ["CDroste", "Ethernet", "HyperV", "Netlink"], swiftSettings: house),
    // Engines
    .target(name: "Probing", dependencies: ["CDroste", "Ethernet", "HyperV", "Netlink"], swiftSettings: small),
    .target(name: "LevelCost", dependencies: ["CDroste", "HyperV"], swiftSettings: house),
    .target(
      name: "Switching", dependencies: ["CDroste", "CSlirp", "Ethernet", "HyperV", "Virtio"], swiftSettings: packets),
    .target(
      name: "Machines", dependencies: ["CDroste", "Ethernet", "HyperV", "Processes", "QMP", "Virtio", nio, nioPosix],
      swiftSettings: house),
    .target(name: "Images", dependencies: ["HyperV", "Processes", subprocess], swiftSettings: house),
    .target(
      name: "GuestLink", dependencies: ["CDroste", "HyperV", nio, nioHTTP2, nioPosix, httpTypes], swiftSettings: house),
    .target(
      name: "HostNetwork", dependencies: ["CDroste", "Ethernet", "HyperV", "Netlink", "Processes", subprocess],
      swiftSettings: house),
    // Service
    .target(
      name: "Host",
      dependencies: [
        "Doctor", "Ethernet", "GuestLink", "HostNetwork", "HyperV", "Images", "Machines", "Netlink", "Probing",
        "Processes", "Switching", grdb, logging, nio, nioPosix,
      ], swiftSettings: house),
    .target(
      name: "HostAPI",
      dependencies: [
        "Doctor", "GuestLink", "Host", "HyperV", asyncAlgorithms, httpTypes, hummingbird, lifecycle, logging, nio,
        nioFileSystem,
        nioHTTP1,
        nioPosix, unixSignals,
      ], swiftSettings: house),
    // Faces
    .target(name: "CoreCmdlets", dependencies: ["Formatting", "PowerShell"], swiftSettings: small),
    .target(name: "ManagementCmdlets", dependencies: ["Formatting", "PowerShell"], swiftSettings: small),
    .target(
      name: "NetworkCmdlets", dependencies: ["Ethernet", "Formatting", "Netlink", "PowerShell"],
      swiftSettings: small + testable),
    .target(name: "Remoting", dependencies: ["Formatting", "PowerShell"], swiftSettings: small),
    .target(
      name: "Cmdlets",
      dependencies: ["Ethernet", "Formatting", "GuestLink", "HostAPI", "HyperV", "PowerShell", "Remoting"],
      swiftSettings: house + testable),
    .target(
      name: "Shell",
      dependencies: ["CoreCmdlets", "Formatting", "ManagementCmdlets", "NetworkCmdlets", "PowerShell", "Remoting"],
      swiftSettings: small),
    .target(name: "Lab", dependencies: ["Ethernet", "GuestLink", "HostAPI", "HyperV", yams], swiftSettings: house),
    .target(name: "Traces", dependencies: ["Ethernet", "HyperV"], swiftSettings: house),
    .target(name: "Terminal", dependencies: ["Doctor", "Ethernet", "HyperV", "LevelCost"], swiftSettings: house),
    .executableTarget(
      name: "droste",
      dependencies: [
        "Cmdlets", "Doctor", "Ethernet", "GuestLink", "Host", "HostAPI", "HyperV", "Images", "Lab", "LevelCost",
        "PowerShell", "Processes", "Remoting", "Shell", "Terminal", "Traces", argumentParser, logging, nio, nioHTTP1,
        nioPosix,
      ], swiftSettings: house, linkerSettings: standalone(fullFoundation: true)),
    .executableTarget(
      name: "droste-agent", dependencies: ["Doctor", "GuestLink", "LevelCost", "Probing"], swiftSettings: house,
      linkerSettings: standalone(static: true)),
    .executableTarget(
      name: "droste-powershell", dependencies: ["HyperV", "PowerShell", "Shell"], swiftSettings: small,
      linkerSettings: standalone(static: true)),
    .executableTarget(
      name: "droste-switch", dependencies: ["Switching"], swiftSettings: packets, linkerSettings: standalone()),
    // Measuring
    .executableTarget(
      name: "droste-bench",
      dependencies: ["Ethernet", "GuestLink", "HostAPI", "HyperV", "TestSupport", subprocess],
      path: "Benchmarks", exclude: ["Switch"], swiftSettings: house),
    .executableTarget(
      name: "droste-bench-switch",
      dependencies: ["CDroste", "Ethernet", "HyperV", "Images", "Processes", "Switching", "VhostFrontend", "Virtio"],
      path: "Benchmarks/Switch", swiftSettings: house),
    .executableTarget(
      name: "droste-parity", dependencies: ["Cmdlets", "NetworkCmdlets", "PowerShell", "Shell"], path: "Tools/Parity",
      swiftSettings: house),
    .executableTarget(
      name: "droste-fuzz",
      dependencies: ["CDroste", "Ethernet", "HyperV", "Switching", "VhostFrontend", "Virtio"], path: "Tools/Fuzz",
      swiftSettings: house),
    // Tests
    .testTarget(
      name: "CommandLineTests", dependencies: ["Processes", "TestSupport"], swiftSettings: house),
    .testTarget(
      name: "CmdletsTests",
      dependencies: [
        "Cmdlets", "CoreCmdlets", "Ethernet", "Formatting", "Host", "HostAPI", "HyperV", "NetworkCmdlets", "PowerShell",
        "Remoting", "Shell", "TestSupport", logging,
      ],
      swiftSettings: house),
    .testTarget(
      name: "CoreCmdletsTests", dependencies: ["CoreCmdlets", "Formatting", "PowerShell"], swiftSettings: house),
    .testTarget(
      name: "DoctorTests", dependencies: ["Doctor", "Ethernet", "HyperV", "Netlink"], exclude: ["Recorded"],
      swiftSettings: house),
    .testTarget(name: "EthernetTests", dependencies: ["Ethernet"], swiftSettings: house),
    .testTarget(name: "FormattingTests", dependencies: ["Formatting", "PowerShell"], swiftSettings: house),
    .testTarget(
      name: "GuestLinkTests", dependencies: ["Doctor", "GuestLink", "HyperV", nio, nioHTTP2, nioHPACK, nioPosix],
      swiftSettings: house),
    .testTarget(
      name: "HostAPITests",
      dependencies: [
        "Doctor", "Ethernet", "GuestLink", "HostAPI", "HyperV", "TestSupport", asyncAlgorithms, nio, nioHTTP1, nioPosix,
      ], swiftSettings: house),
    .testTarget(name: "HostNetworkTests", dependencies: ["Ethernet", "HostNetwork", "HyperV"], swiftSettings: house),
    .testTarget(
      name: "HostTests", dependencies: ["Ethernet", "Host", "HostNetwork", "HyperV", logging], swiftSettings: house),
    .testTarget(name: "HyperVTests", dependencies: ["Ethernet", "HyperV"], swiftSettings: house),
    .testTarget(name: "ImagesTests", dependencies: ["HyperV", "Images"], swiftSettings: house),
    .testTarget(name: "LabTests", dependencies: ["Ethernet", "GuestLink", "HyperV", "Lab"], swiftSettings: house),
    .testTarget(name: "LevelCostTests", dependencies: ["HyperV", "LevelCost"], swiftSettings: house),
    .testTarget(
      name: "MachinesTests",
      dependencies: ["CDroste", "Ethernet", "HyperV", "Machines", "Processes", "QMP", "Virtio", nio],
      swiftSettings: house),
    .testTarget(
      name: "NestTests",
      dependencies: ["Doctor", "GuestLink", "HostAPI", "HyperV", "LevelCost", "Terminal", "TestSupport", "Traces"],
      exclude: ["Support"],
      swiftSettings: house),
    .testTarget(
      name: "ManagementCmdletsTests", dependencies: ["Formatting", "ManagementCmdlets", "PowerShell"],
      swiftSettings: house),
    .testTarget(name: "NetlinkTests", dependencies: ["Netlink"], swiftSettings: house),
    .testTarget(
      name: "NetworkCmdletsTests", dependencies: ["Ethernet", "Formatting", "Netlink", "NetworkCmdlets", "PowerShell"],
      swiftSettings: house),
    .testTarget(name: "PowerShellTests", dependencies: ["PowerShell"], swiftSettings: house),
    .testTarget(
      name: "ProbingTests", dependencies: ["CDroste", "Ethernet", "HyperV", "Probing", "Processes"],
      swiftSettings: house),
    .testTarget(name: "ProcessesTests", dependencies: ["CDroste", "Processes"], swiftSettings: house),
    .testTarget(name: "RemotingTests", dependencies: ["Formatting", "PowerShell", "Remoting"], swiftSettings: house),
    .testTarget(
      name: "ShellTests", dependencies: ["Formatting", "PowerShell", "Remoting", "Shell"], swiftSettings: house),
    .testTarget(name: "QMPTests", dependencies: ["QMP", nio, nioPosix], swiftSettings: house),
    .testTarget(
      name: "SwitchingTests",
      dependencies: ["CDroste", "Ethernet", "HyperV", "Switching", "VhostFrontend", "Virtio"],
      exclude: ["Hostile/Corpus"], swiftSettings: house),
    .testTarget(
      name: "TerminalTests", dependencies: ["Doctor", "Ethernet", "HyperV", "LevelCost", "Terminal"],
      swiftSettings: house),
    .testTarget(name: "TracesTests", dependencies: ["Ethernet", "HyperV", "Traces"], swiftSettings: house),
    .target(
      name: "VhostFrontend", dependencies: ["CDroste", "Virtio"], path: "Tests/VhostFrontend", swiftSettings: house),
    .testTarget(name: "VirtioTests", dependencies: ["CDroste", "VhostFrontend", "Virtio"], swiftSettings: house),
    .target(
      name: "TestSupport", dependencies: ["HostAPI", "HyperV", "Terminal", nio, nioHTTP1, nioPosix, subprocess],
      path: "Tests/NestTests/Support", swiftSettings: house),
  ]
)
