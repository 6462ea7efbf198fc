namespace Unfold.Cli.Tests;

public sealed class TerminalWriterTests
{
    [Fact]
    public void Write_TerminalClosed_GoesOnWithoutIt()
    {
        var terminal = new Closing();
        using var writer = new TerminalWriter(terminal);
        writer.WriteLine("seen");
        terminal.IsClosed = true;
        writer.WriteLine("not seen");
        writer.Write('x');
        writer.Write("y");
        writer.Flush();
        terminal.IsClosed = false; // another one by then: not that of whoever closed it
        writer.Write("z");
        Assert.Equal("seen\n", terminal.ToString());
    }

    sealed class Closing : StringWriter
    {
        public bool IsClosed { get; set; }

        public override void Write(char value)
        {
            Check();
            base.Write(value);
        }

        public override void Write(string? value)
        {
            Check();
            base.Write(value);
        }

        public override void WriteLine(string? value)
        {
            Check();
            base.Write(value + "\n");
        }

        public override void Flush() => Check();

        void Check()
        {
            if (IsClosed) throw new IOException("Input/output error");
        }
    }
}
