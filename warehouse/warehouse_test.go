package warehouse

import (
	"os"
	"testing"

	"gongkai/internal/guard"
)

func TestMain(m *testing.M) {
	guard.RunChild(map[string]guard.Handler{QueryKind: QueryHandler()})
	os.Exit(m.Run())
}
