namespace CloseLab.Observing;

/// <summary>The longest queue that the kernel allows (Linux); lowered where that is possible, which shows that no number of ours decides.</summary>
internal sealed class Somaxconn(Stage stage) : IDisposable
{
    private const string Name = "net.core.somaxconn";
    private readonly Sysctl _setting = new(stage, Name, wanted: 128);

    public int Value => _setting.Value;

    public static int Read() => OperatingSystem.IsLinux() ? Sysctl.Read(Name) : 0;

    /// <summary>"somaxconn" where it is that, else the number.</summary>
    public string NameOf(uint limit) => limit == Value ? "somaxconn" : limit.ToString();

    public void Dispose() => _setting.Dispose();
}
