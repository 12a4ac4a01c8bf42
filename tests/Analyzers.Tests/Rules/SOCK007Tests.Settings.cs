using Xunit;

namespace SocketAnalyzers.Tests.Rules;

// Who decides on the option: the user, or the code alone.
public partial class SOCK007Tests
{
    private static Task VerifySetting(string option) => Verify($$"""
        class C
        {
            readonly string _mode = Environment.GetEnvironmentVariable("MODE");

            void Run(string[] args, int workers, string mode, IDictionary<string, string> config, IPEndPoint at)
            {
                var l = new TcpListener(at);
                {{option}}
                l.Start();
            }

            void Share(TcpListener l, bool share) { if (!share) return; l.ExclusiveAddressUse = false; }

            bool Wants() => _mode == "shared";
        }
        """);

    [Theory]
    [InlineData("if (Environment.GetEnvironmentVariable(\"SHARE\") == \"1\") l.ExclusiveAddressUse = false;")]
    [InlineData("var share = Environment.GetEnvironmentVariable(\"SHARE\") is not null; if (share) l.ExclusiveAddressUse = false;")]
    [InlineData("if (args.Contains(\"--share\")) l.ExclusiveAddressUse = false;")]
    [InlineData("if (Environment.GetCommandLineArgs().Length > 2) l.ExclusiveAddressUse = false;")]
    [InlineData("if (config.TryGetValue(\"share\", out var value) && value == \"yes\") l.ExclusiveAddressUse = false;")]
    [InlineData("if (config[\"share\"] == \"yes\") l.ExclusiveAddressUse = false;")]
    [InlineData("if (workers > 1) l.ExclusiveAddressUse = false;")]
    [InlineData("switch (mode) { case \"shared\": l.ExclusiveAddressUse = false; break; }")]
    [InlineData("if (_mode == \"shared\") l.ExclusiveAddressUse = false;")]
    [InlineData("if (Wants()) l.ExclusiveAddressUse = false;")]
    [InlineData("Share(l, workers > 1);")]
    [InlineData("l.ExclusiveAddressUse = mode != \"shared\";")]
    public Task The_user_decides(string option) => VerifySetting(option);

    [Theory]
    [InlineData("{|SOCK007:l.ExclusiveAddressUse = false|};")]
    [InlineData("if (!OperatingSystem.IsWindows()) {|SOCK007:l.ExclusiveAddressUse = false|};")]
    [InlineData("if (Environment.OSVersion.Platform == PlatformID.Unix) {|SOCK007:l.ExclusiveAddressUse = false|};")]
    [InlineData("var isLinux = OperatingSystem.IsLinux(); if (isLinux) {|SOCK007:l.ExclusiveAddressUse = false|};")]
    [InlineData("if (at.AddressFamily == AddressFamily.InterNetworkV6) {|SOCK007:l.ExclusiveAddressUse = false|};")]
    [InlineData("if (l.Server != null) {|SOCK007:l.ExclusiveAddressUse = false|};")]
    [InlineData("if (workers < 1) throw new ArgumentException(); {|SOCK007:l.ExclusiveAddressUse = false|};")]
    public Task Nobody_is_asked(string option) => VerifySetting(option);
}
