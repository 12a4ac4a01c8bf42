namespace CloseLab.Observing;

/// <summary>
/// net.core.somaxconn, the longest queue that the kernel allows (Linux). In a network namespace of our own it is lowered for as long as
/// the experiment runs, which shows that no number of ours decides.
/// </summary>
internal sealed class Somaxconn : IDisposable
{
    private const string File = "/proc/sys/net/core/somaxconn";
    private const int Lowered = 128;
    private readonly int _before = Read();

    public Somaxconn(Stage stage)
    {
        if (OwnNamespace.IsInside)
            System.IO.File.WriteAllText(File, Lowered.ToString());
        Value = Read();
        stage.Note($"net.core.somaxconn = {Value}");
    }

    public int Value { get; }

    public static int Read() => OperatingSystem.IsLinux() ? int.Parse(System.IO.File.ReadAllText(File)) : 0;

    /// <summary>"somaxconn" where it is that, else the number.</summary>
    public string NameOf(uint limit) => limit == Value ? "somaxconn" : limit.ToString();

    public void Dispose()
    {
        if (OwnNamespace.IsInside)
            System.IO.File.WriteAllText(File, _before.ToString());
    }
}
