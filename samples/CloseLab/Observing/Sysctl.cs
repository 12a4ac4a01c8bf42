namespace CloseLab.Observing;

/// <summary>A setting of the kernel's network code. It is changed only in a network namespace of our own, which nobody else is in.</summary>
internal sealed class Sysctl : IDisposable
{
    private readonly string _file;
    private readonly int _before;

    public Sysctl(Stage stage, string name, int wanted)
    {
        _file = FileOf(name);
        _before = Read(name);
        if (OwnNamespace.IsInside)
            File.WriteAllText(_file, wanted.ToString());
        Value = Read(name);
        stage.Note($"{name} = {Value}");
    }

    public int Value { get; }

    public static int Read(string name) => int.Parse(File.ReadAllText(FileOf(name)));

    public void Dispose()
    {
        if (OwnNamespace.IsInside)
            File.WriteAllText(_file, _before.ToString());
    }

    private static string FileOf(string name) => Path.Combine("/proc/sys", name.Replace('.', '/'));
}
